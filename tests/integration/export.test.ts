import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { openDatabase } from "../../db/client.ts";
import { auditEvents, products } from "../../db/schema/index.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { exportText, importText, toLines } from "../helpers/catalogues.ts";
import { runCommand } from "../helpers/commands.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { isOnServer } from "../helpers/shared-server.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const line = (number: number) => ({
  slug: `p-${String(number).padStart(4, "0")}`,
  title: `Product ${number}`,
  status: "published",
  variants: [{ sku: `P-${number}`, prices: [{ currency: "EUR", amount: number }] }],
});

const lines = (count: number) => Array.from({ length: count }, (_, number) => line(number));

/** A store of its own with that many products. */
async function newStore(count: number) {
  const url = await newDatabaseUrl();
  const ctx = await newServiceContext({ db: openDatabase({ url }).db });
  await importText(ctx, toLines(...lines(count)));
  return { ctx, env: { DATABASE_URL: url } };
}

describe("the command", () => {
  test.each([
    ["jsonl", "jsonl"],
    ["csv", "shopify-csv"],
  ] as const)(
    "writes a .%s file with the whole catalogue, which imports into an empty store",
    async (ending, format) => {
      const { ctx, env } = await newStore(250);
      const path = temporaryPath(`products.${ending}`);
      expect(await runCommand("export", [path], env)).toEqual({ code: 0, output: "", error: "" });
      const file = await Bun.file(path).text();
      expect(file).toBe(await exportText(ctx, format));

      const empty = { DATABASE_URL: await newDatabaseUrl() };
      expect(await runCommand("import", [path], empty)).toMatchObject({ code: 0, error: "" });
      const again = await runCommand("export", ["-", "--format", ending], empty);
      expect(again).toEqual({ code: 0, output: file, error: "" });
    },
  );

  test("writes whatever the status, in the order of the slugs", async () => {
    const ctx = await newServiceContext();
    const all = ["archived", "draft", "published"].map((status, number) => ({ ...line(number), status }));
    await importText(ctx, toLines(...all.toReversed()));
    const [, ...exported] = (await exportText(ctx)).trimEnd().split("\n");
    expect(exported.map((each) => JSON.parse(each).status)).toEqual(["archived", "draft", "published"]);
  });

  test("leaves nothing unfinished behind when it cannot write", async () => {
    const { env } = await newStore(1);
    const path = temporaryPath("products.jsonl");
    const below = `${path}/below.jsonl`;
    const { code, error } = await runCommand("export", [below], env);
    expect({ code, error }).toEqual({ code: 1, error: `Cannot write ${below}: no such file or directory\n` });
    expect(readdirSync(dirname(path)).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  test.each([
    ["no file", [], "Expected the name of one file, or -. See bun run export --help\n"],
    [
      "a name that says nothing",
      ["products"],
      "Expected a name that ends in .jsonl or .csv, or --format. See bun run export --help\n",
    ],
    [
      "another format",
      ["products", "--format", "xml"],
      "Expected --format jsonl or --format csv. See bun run export --help\n",
    ],
  ])("answers 1 for %s", async (_, args, error) => {
    expect(await runCommand("export", args)).toEqual({ code: 1, output: "", error });
  });
});

describe("an import on trial", () => {
  test.skipIf(isOnServer)("tells what a real one would and leaves the file as it is", async () => {
    const { ctx, env } = await newStore(3);
    const before = await exportText(ctx);
    const path = temporaryPath("products.jsonl");
    const changed = { ...line(1), title: "Another" };
    await Bun.write(
      path,
      toLines(line(0), changed, line(7), { ...line(8), slug: "p-9" }, { ...line(8), slug: "p-10" }, {}),
    );
    const trial = await runCommand("import", [path, "--dry-run"], env);
    const [said, ...report] = trial.output.split("\n");
    expect(said).toBe("Nothing was written: this is what an import would do.");
    expect(await exportText(ctx)).toBe(before);
    const folder = dirname(env.DATABASE_URL.slice("file:".length));
    expect(readdirSync(folder).filter((name) => name.includes("dry-run"))).toEqual([]);

    const real = await runCommand("import", [path], env);
    expect({ ...real, output: real.output.split("\n") }).toEqual({ ...trial, output: report });
    expect(real.output).toContain("2 created, 1 updated, 1 unchanged");
  });

  test("is refused on a database server, which cannot be copied", async () => {
    const path = temporaryPath("products.jsonl");
    await Bun.write(path, toLines(line(1)));
    const env = { DATABASE_URL: "http://database.invalid" };
    const error = "Only a database in a file can be copied for a dry run\n";
    expect(await runCommand("import", [path, "--dry-run"], env)).toEqual({ code: 1, output: "", error });
  });

  test("makes no store where there is none", async () => {
    const folder = temporaryPath("data");
    const { code } = await runCommand("import", ["tests/fixtures/shopify-export.csv", "--dry-run"], {
      DATA_DIR: folder,
    });
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a file whose name says nothing is known by how it begins", async () => {
  const env = { DATABASE_URL: await newDatabaseUrl() };
  const path = temporaryPath("products");
  await Bun.write(path, toLines(line(1)));
  const { code, output } = await runCommand("import", [path, "--resume"], env);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("1 created") });
});

describe("staff", () => {
  const newOffice = async () => {
    const shop = await createTestShop();
    return {
      shop,
      admin: (await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] })).client.admin.catalog,
    };
  };

  test("import a file and export it in parts that are the whole", async () => {
    const { shop, admin } = await newOffice();
    const content = toLines(...lines(7), { slug: "bad" });
    expect(await admin.importProducts.mutate({ format: "jsonl", content })).toMatchObject({
      rows: 8,
      skippedRows: 1,
      products: { created: 7, updated: 0, unchanged: 0 },
      issues: [
        { line: 8, column: "title" },
        { line: 8, column: "variants" },
      ],
    });
    const parts: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.exportProducts.query({ format: "jsonl", limit: 3, cursor });
      parts.push(page.content);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(parts.length).toBe(3);
    expect(parts.join("")).toBe(await exportText(await newServiceContext({ db: shop.db })));
    const imported = await shop.db.select({ type: auditEvents.type }).from(auditEvents);
    expect(imported.filter(({ type }) => type === "products-imported").length).toBe(1);
  });

  test("see what an import would do, and nothing is written", async () => {
    const { shop, admin } = await newOffice();
    const content = toLines(line(1), { ...line(1), slug: "other" }, line(2));
    const trial = await admin.importProducts.mutate({ format: "jsonl", content, dryRun: true });
    expect(await shop.db.$count(products)).toBe(0);
    expect(await admin.importProducts.mutate({ format: "jsonl", content })).toEqual(trial);
    expect(trial).toMatchObject({
      products: { created: 2 },
      issues: [{ line: 2, column: "variants.0.sku" }],
    });
  });

  test("are told what is wrong with a file as a whole", async () => {
    const { admin } = await newOffice();
    const lacking = admin.importProducts.mutate({ format: "shopify-csv", content: "a,b\n1,2\n" });
    expect(await refusalOf(lacking)).toMatchObject({ code: "BAD_REQUEST" });
    const strange = admin.exportProducts.query({ format: "jsonl", cursor: "x" });
    expect(await refusalOf(strange)).toMatchObject({ code: "BAD_REQUEST" });
  });

  test("may read without writing", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop, { permissions: ["catalog:read"] });
    expect(
      (await client.admin.catalog.exportProducts.query({ format: "shopify-csv" })).nextCursor,
    ).toBeNull();
    const importing = client.admin.catalog.importProducts.mutate({ format: "jsonl", content: "{}" });
    expect(await refusalOf(importing)).toMatchObject({ code: "FORBIDDEN" });
  });
});
