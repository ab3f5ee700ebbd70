import { describe, expect, test } from "bun:test";
import { $ } from "bun";
import { hashOf } from "../../scripts/migrations/check-migrations.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const first = "create table books (id integer primary key, title text not null);";

const tests = `
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { migrations } from "../../db/migrations/index.ts";

test("books have titles", () => {
  const db = new Database(":memory:");
  for (const { sql } of migrations) db.run(sql);
  db.run("insert into books (title) values ('Emma')");
  expect(db.query("select title from books").values()).toEqual([["Emma"]]);
});
`;

/** A repository with a release whose tests need a title, and that has gone on since by those migrations. */
async function newRepository(...since: string[]) {
  const root = temporaryPath("repository");
  const write = (path: string, text: string) => Bun.write(`${root}/${path}`, text);
  const writeMigrations = (...sqls: string[]) =>
    write(
      "db/migrations/index.ts",
      `export const migrations = ${JSON.stringify(sqls.map((sql, at) => ({ name: `000${at}`, sql })))};`,
    );
  const release = {
    version: "1.0.0",
    migrations: { "0000": hashOf({ name: "0000", sql: first }) },
    held: {},
  };
  await write("package.json", JSON.stringify({ name: "books", version: "1.0.0" }));
  await write("tests/integration/books.test.ts", tests);
  await write("db/migrations/released.json", JSON.stringify(release));
  await writeMigrations(first);
  const git = (...args: string[]) =>
    $`git -c user.name=Ada -c user.email=ada@example.com -c init.defaultBranch=main ${args}`
      .cwd(root)
      .quiet();
  await git("init");
  await git("add", ".");
  await git("commit", "-m", "release");
  await git("tag", "v1.0.0");
  await writeMigrations(first, ...since);
  return { root, git };
}

async function testPrevious(root: string): Promise<{ code: number; said: string }> {
  const { exitCode, stdout, stderr } = await $`bun scripts/test-previous.ts ${root}`.quiet().nothrow();
  return { code: exitCode, said: `${stdout}${stderr}` };
}

describe.skipIf(Bun.which("git") === null)("the tests of the last release", () => {
  test("let go what they can do without", async () => {
    const { root, git } = await newRepository("alter table books add author text;");
    const { code, said } = await testPrevious(root);
    expect(said).toContain("1 pass");
    expect(code).toBe(0);
    expect((await git("worktree", "list")).text().trim().split("\n")).toHaveLength(1);
  });

  test("hold what they need", async () => {
    const { root } = await newRepository("alter table books rename column title to name;");
    const { code, said } = await testPrevious(root);
    expect(said).toContain("no column named title");
    expect(code).toBe(1);
  });

  test("come by their tag into a clone without tags, which says so where they cannot", async () => {
    const { root, git } = await newRepository("alter table books add author text;");
    const clone = temporaryPath("clone");
    await git("clone", "--depth", "1", "--no-tags", `file://${root}`, clone);
    await $`cp -r ${root}/db ${clone}`;
    expect(await testPrevious(clone)).toMatchObject({ code: 0 });

    await git("tag", "--delete", "v1.0.0");
    const { code, said } = await testPrevious(root);
    expect(said).toContain("names v1.0.0, and there is no such tag here or at origin");
    expect(code).toBe(1);
  });

  test("are not run where the schema is the release's, or nothing was released", async () => {
    const { root } = await newRepository();
    await $`rm -r ${root}/.git`;
    expect((await testPrevious(root)).said).toBe("the schema is still that of 1.0.0: nothing to check\n");
    await Bun.write(`${root}/db/migrations/released.json`, '{"version":null,"migrations":{},"held":{}}');
    expect(await testPrevious(root)).toEqual({ code: 0, said: "no release yet: nothing to check\n" });
  });
});
