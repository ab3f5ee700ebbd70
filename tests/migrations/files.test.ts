import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { held, migrations } from "../../db/migrations/index.ts";
import { plain } from "../../scripts/migrations/read-checks.ts";
import { checkOurMigrations } from "../../scripts/migrations/released.ts";

const root = new URL("../..", import.meta.url).pathname;

test("every migration file is listed, once", () => {
  const files = readdirSync(`${root}/db/migrations`).filter((name) => name.endsWith(".sql"));
  const listed = [...migrations, ...held].map(({ name }) => `${name}.sql`);
  expect(listed.toSorted()).toEqual(files.toSorted());
});

test("every statement of a migration stands by itself: of several, only the first would be done", () => {
  const several = [...migrations, ...held].flatMap(({ sql }) =>
    sql
      .split("--> statement-breakpoint")
      .map((statement) => plain(statement).replace(/'[^']*'/g, "''"))
      .filter(
        (statement) => /;./.test(statement) && !/^create trigger\b[^;]*\bbegin\b.*\bend;?$/i.test(statement),
      ),
  );
  expect(several).toEqual([]);
});

test("the schema in code is the schema of the migrations", async () => {
  const generate = Bun.spawn(["bun", "--bun", "drizzle-kit", "generate", "--config", "drizzle.config.ts"], {
    cwd: root,
    stdout: "pipe",
    stderr: "pipe",
  });
  expect(await new Response(generate.stdout).text()).toContain("No schema changes");
});

test("servers of the last release can bear what came after it", async () => {
  expect(await checkOurMigrations()).toMatchObject({ ok: true });
});
