import { describe, expect, test } from "bun:test";
import { openDatabase } from "../../db/client.ts";
import { products, shippingOptions } from "../../db/schema/index.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { newShippingOption } from "../helpers/factories.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const root = new URL("../..", import.meta.url).pathname;
const fixture = (name: string) => `tests/fixtures/${name}`;

/** Runs the command as a person would and gives what it said and how it ended. */
async function runImport(args: string[], env: Record<string, string> = {}) {
  const child = Bun.spawn(["bun", "server/bodega.ts", "import", ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "development", DATA_DIR: temporaryPath("data"), ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, error] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output, error };
}

async function slugsIn(url: string): Promise<string[]> {
  const { client, db } = openDatabase({ url });
  const rows = await db.select({ slug: products.slug }).from(products).orderBy(products.slug);
  client.close();
  return rows.map(({ slug }) => slug);
}

async function newFile(name: string, text: string): Promise<string> {
  const path = temporaryPath(name);
  await Bun.write(path, text);
  return path;
}

test("importing a good file into a new store fills it and answers 0", async () => {
  const folder = temporaryPath("data");
  const { code, output, error } = await runImport([fixture("shopify-export.csv")], { DATA_DIR: folder });
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(output).toBe(
    [
      "tests/fixtures/shopify-export.csv: 9 rows read, 0 skipped",
      "  products  4 created, 1 updated, 0 unchanged",
      "  variants  7 created, 0 updated, 0 unchanged",
      "",
    ].join("\n"),
  );
  expect(await slugsIn(`file:${folder}/bodega.db`)).toEqual([
    "gift-card",
    "house-coffee",
    "linen-shirt",
    "old-mug",
  ]);
});

test("bad rows are listed by line and column, the others go in, and the answer is 1", async () => {
  const url = await newDatabaseUrl();
  const { code, output, error } = await runImport([fixture("shopify-bad-rows.csv")], {
    DATABASE_URL: url,
  });
  expect({ code, error }).toEqual({ code: 1, error: "" });
  const [counts, , , blank, firstIssue] = output.split("\n");
  expect(counts).toBe("tests/fixtures/shopify-bad-rows.csv: 14 rows read, 11 skipped");
  expect([blank, firstIssue]).toEqual([
    "",
    'tests/fixtures/shopify-bad-rows.csv:5  Variant Price: Expected an amount like 19.90, got "abc"',
  ]);
  expect(await slugsIn(url)).toEqual(["salt", "tea"]);
});

test("a store that another process writes to meanwhile takes the file too, and loses nothing", async () => {
  const url = await newDatabaseUrl();
  const { client, db } = openDatabase({ url });
  const rows = Array.from({ length: 300 }, (_, index) => `p-${index},Product ${index},1.00`);
  const file = await newFile("products.csv", ["Handle,Title,Variant Price", ...rows].join("\n"));
  let code: number | undefined;
  const importing = runImport([file], { DATABASE_URL: url }).then((ended) => {
    code = ended.code;
  });
  let written = 0;
  while (code === undefined) {
    const id = `ship_${written}`;
    await newShippingOption(db, { id });
    written += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await importing;
  expect(code).toBe(0);
  expect(await db.$count(products)).toBe(300);
  expect(await db.$count(shippingOptions)).toBe(2 + written);
  client.close();
});

describe("one line without a stack, and the answer 1, for", () => {
  test.each([
    ["a file that is not there", ["nowhere.csv"], "Cannot read nowhere.csv: no such file or directory"],
    ["a folder", ["tests"], "Cannot read tests: it is a folder"],
    ["no file", [], "Expected the name of one file. See bun run import --help"],
    ["two files", ["a.csv", "b.csv"], "Expected the name of one file. See bun run import --help"],
  ])("%s", async (_, args, error) => {
    expect(await runImport(args)).toEqual({ code: 1, output: "", error: `${error}\n` });
  });

  test("an option it does not know", async () => {
    const { code, error } = await runImport(["--fast", "a.csv"]);
    expect(code).toBe(1);
    expect(error).toMatch(/^Unknown option '--fast'.*--help\n$/);
  });

  test("a file that is no product export, which leaves the store as it is", async () => {
    const file = await newFile("orders.csv", "Name,Email,Total\n#1001,ada@example.com,12.00\n");
    expect(await runImport([file])).toEqual({
      code: 1,
      output: "",
      error: "Not a product export of Shopify: the first line lacks Handle, Title, Variant Price\n",
    });
  });

  test("a database that cannot be opened", async () => {
    const file = await newFile(
      "not-a-database.db",
      "this is a letter to my aunt, not a database".repeat(100),
    );
    const { code, error } = await runImport([fixture("shopify-export.csv")], {
      DATABASE_URL: `file:${file}`,
    });
    expect(code).toBe(1);
    expect(error).toMatch(/^Cannot open the database at file:.*\n$/);
  });

  test("a setting that makes no sense", async () => {
    const { code, error } = await runImport([fixture("shopify-export.csv")], { DATABASE_URL: "somewhere" });
    expect(code).toBe(1);
    expect(error).toMatch(/^DATABASE_URL: .*\n$/);
  });
});

test("--help explains the command and touches nothing", async () => {
  const folder = temporaryPath("data");
  const { code, output } = await runImport(["--help"], { DATA_DIR: folder });
  expect(code).toBe(0);
  expect(output).toStartWith("Usage: bun run import FILE\n");
  expect(await Bun.file(`${folder}/bodega.db`).exists()).toBe(false);
});
