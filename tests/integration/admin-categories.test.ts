import { describe, expect, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import fc from "fast-check";
import type { Input, ShopClient } from "../../client-sdk/src/index.ts";
import {
  auditEvents,
  categories,
  categorySlugs,
  productCategories,
  products,
} from "../../db/schema/index.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { toLines } from "../helpers/catalogues.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { runs } from "../helpers/shared-server.ts";

type SaveInput = Input<"admin.catalog.saveCategory">;

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
  return { shop, client, catalog: client.admin.catalog };
}

/** The tree as indented names. */
async function treeOf(client: ShopClient) {
  const all = await client.admin.catalog.categories.query();
  return all.map(({ name, level }) => `${"  ".repeat(level)}${name}`);
}

async function newestEvent({ db }: TestShop) {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  return { type: event?.type, subjectId: event?.subjectId, details: event?.details };
}

const refusalsOf = (calls: readonly Promise<unknown>[]) => Promise.all(calls.map(refusalOf));

const issueAt = (path: string) => ({ code: "BAD_REQUEST" as const, data: { issues: [{ path }] } });

describe("a new category", () => {
  test("gets a slug of its name below its parent's, the last place and nothing else", async () => {
    const { shop, client, catalog } = await newEditor();
    const food = await catalog.saveCategory.mutate({ name: " Food & Drink " });
    const coffee = await catalog.saveCategory.mutate({ name: "Café", parentId: food.id });
    expect(coffee).toEqual({
      id: expect.stringMatching(/^cat_/),
      parentId: food.id,
      slug: "food-and-drink/cafe",
      name: "Café",
      description: "",
      seoTitle: null,
      seoDescription: null,
      position: 0,
      version: 1,
      productCount: 0,
      translations: [],
    });
    expect(await catalog.category.query({ id: coffee.id })).toEqual(coffee);
    await catalog.saveCategory.mutate({ name: "Bread", parentId: food.id });
    expect(await treeOf(client)).toEqual(["Food & Drink", "  Café", "  Bread"]);
    expect(await shop.client.catalog.categories.query()).toMatchObject([
      { slug: "food-and-drink", children: [{ name: "Café" }, { name: "Bread" }] },
    ]);
  });

  test("keeps all that is told of it", async () => {
    const { catalog } = await newEditor();
    const told = {
      name: "Coffee",
      slug: "kaffee/alle",
      description: "<p>Beans</p>",
      seoTitle: "Coffee online",
      seoDescription: "All beans",
      translations: [
        { locale: "de", name: "Kaffee", description: null },
        { locale: "fr", name: null, description: "<p>Graines</p>" },
      ],
    };
    expect(await catalog.saveCategory.mutate(told)).toMatchObject(told);
  });

  test("whose name others have gets a slug with a number", async () => {
    const { catalog } = await newEditor();
    const slugs: string[] = [];
    for (const name of ["Tea", "tea!", "Téa", "🍵", "🍵"]) {
      slugs.push((await catalog.saveCategory.mutate({ name })).slug);
    }
    expect(slugs).toEqual(["tea", "tea-2", "tea-3", "category", "category-2"]);
  });

  test("far down a tree has a slug that an address can lead by", async () => {
    const { shop, catalog } = await newEditor();
    let parentId: string | null = null;
    for (let level = 0; level < 12; level++) {
      const name = `${"ein langes Wort ".repeat(4)}${level}`;
      const made: { id: string; slug: string } = await catalog.saveCategory.mutate({ name, parentId });
      expect(made.slug.length).toBeLessThanOrEqual(200);
      const page = await shop.client.catalog.products.query({ category: made.slug });
      expect(page.items).toEqual([]);
      parentId = made.id;
    }
    const long = await catalog.saveCategory.mutate({ name: "長".repeat(200) });
    expect(long.slug.length).toBeLessThanOrEqual(200);
  });
});

describe("a category", () => {
  test("changes in what is given, and keeps the rest and its slug", async () => {
    const { shop, catalog } = await newEditor();
    const { id, ...made } = await catalog.saveCategory.mutate({
      name: "Tea",
      description: "Leaves",
      seoTitle: "Tea",
      translations: [{ locale: "de", name: "Tee" }],
    });
    const renamed = await catalog.saveCategory.mutate({ id, version: 1, name: "Teas", seoTitle: null });
    expect(renamed).toEqual({ ...made, id, name: "Teas", seoTitle: null, version: 2 });
    expect(await newestEvent(shop)).toEqual({
      type: "category-saved",
      subjectId: id,
      details: { changes: { name: { from: "Tea", to: "Teas" }, seoTitle: { from: "Tea", to: null } } },
    });
    const translations = [
      {
        locale: "fr",
        slug: "thes",
        name: "Thés",
        description: null,
        seoTitle: "Acheter du thé",
        seoDescription: null,
      },
    ];
    const translated = await catalog.saveCategory.mutate({ id, version: 2, name: "Teas", translations });
    expect(translated).toEqual({ ...renamed, translations, version: 3 });
    expect((await newestEvent(shop)).details).toEqual({ changes: {}, translations: ["de", "fr"] });
  });

  test("is led to by the slugs it had, in every language, until another takes them", async () => {
    const { shop, catalog } = await newEditor();
    const tea = await catalog.saveCategory.mutate({
      name: "Tea",
      translations: [{ locale: "de", slug: "tee" }],
    });
    const { productId } = await newProduct(shop.db);
    await shop.db.insert(productCategories).values({ categoryId: tea.id, productId });
    await touchProduct(shop.db, productId);
    await catalog.saveCategory.mutate({
      id: tea.id,
      version: 1,
      name: "Tea",
      slug: "teas",
      translations: [{ locale: "de", slug: "tees" }],
    });
    for (const slug of ["tea", "tee", "teas", "tees"]) {
      expect(await shop.client.catalog.category.query({ slug })).toMatchObject({ slug: "teas", name: "Tea" });
      const { slug: german } = await shop.client.catalog.category.query({ slug, locale: "de" });
      expect(german).toBe("tees");
      const { items } = await shop.client.catalog.products.query({ category: slug });
      expect(items.map(({ id }) => id)).toEqual([productId]);
      const listed = await catalog.products.query({ category: slug });
      expect(listed.items.map(({ id }) => id)).toEqual([productId]);
    }
    const other = await catalog.saveCategory.mutate({ name: "Another tea", slug: "tee" });
    expect((await shop.client.catalog.category.query({ slug: "tee" })).id).toBe(other.id);
    // One of a name that leads elsewhere gets another.
    expect((await catalog.saveCategory.mutate({ name: "Tea" })).slug).toBe("tea-2");
  });

  test("trades slugs between its languages, and takes none that another has in any", async () => {
    const { shop, catalog } = await newEditor();
    const first = await catalog.saveCategory.mutate({
      name: "Tea",
      slug: "tea",
      translations: [
        { locale: "de", slug: "tee" },
        { locale: "fr", slug: "the" },
      ],
    });
    const traded = await catalog.saveCategory.mutate({
      id: first.id,
      version: 1,
      name: "Tea",
      slug: "tee",
      translations: [
        { locale: "de", slug: "the" },
        { locale: "fr", slug: "tea" },
      ],
    });
    expect([traded.slug, ...traded.translations.map(({ slug }) => slug)]).toEqual(["tee", "the", "tea"]);
    const { id } = await catalog.saveCategory.mutate({ name: "Bread" });
    const before = await readTables(shop);
    const takes = catalog.saveCategory.mutate({ id, version: 1, name: "Bread", slug: "the" });
    expect(await refusalOf(takes)).toMatchObject(issueAt("slug"));
    expect(await readTables(shop)).toEqual(before);
  });

  test("saved as it is stays as it is, and nothing is written down", async () => {
    const { shop, catalog } = await newEditor();
    const made = await catalog.saveCategory.mutate({
      name: "Tea",
      translations: [{ locale: "de", name: "Tee" }],
    });
    const { productCount: _, ...same } = made;
    expect(await catalog.saveCategory.mutate(same)).toEqual(made);
    expect((await newestEvent(shop)).details).toMatchObject({ created: true });
  });

  test("that has changed since it was seen is not written over", async () => {
    const { catalog } = await newEditor();
    const { id } = await catalog.saveCategory.mutate({ name: "Tea" });
    await catalog.saveCategory.mutate({ id, version: 1, name: "Teas" });
    const stale = [
      catalog.saveCategory.mutate({ id, version: 1, name: "Infusions" }),
      catalog.moveCategory.mutate({ id, version: 1, parentId: null }),
      catalog.removeCategory.mutate({ id, version: 1 }),
    ];
    const conflict = { code: "VERSION_CONFLICT" as const, data: { current: 2 } };
    expect(await refusalsOf(stale)).toEqual(stale.map(() => conflict));
    expect(await catalog.category.query({ id })).toMatchObject({ name: "Teas", version: 2 });
  });

  test("changed by two at once keeps one of the changes and refuses the other", async () => {
    const { catalog } = await newEditor();
    const { id } = await catalog.saveCategory.mutate({ name: "Tea" });
    const names = ["Teas", "Infusions"];
    const saves = await Promise.allSettled(
      names.map((name) => catalog.saveCategory.mutate({ id, version: 1, name, description: name })),
    );
    expect(saves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { name, description, version } = await catalog.category.query({ id });
    expect([description, version]).toEqual([name, 2]);
  });

  test("that there is not is not found, whatever is asked of it", async () => {
    const { catalog } = await newEditor();
    const id = "cat_none";
    const calls = [
      catalog.category.query({ id }),
      catalog.saveCategory.mutate({ id, version: 1, name: "Tea" }),
      catalog.moveCategory.mutate({ id, parentId: null }),
      catalog.removeCategory.mutate({ id }),
    ];
    const notFound = { code: "NOT_FOUND" as const, data: {} };
    expect(await refusalsOf(calls)).toEqual(calls.map(() => notFound));
  });
});

describe("bad input changes nothing and is named by its field:", () => {
  const bad: [string, Partial<SaveInput>][] = [
    ["name", { name: "  " }],
    ["name", { name: "x".repeat(201) }],
    ["slug", { slug: "-" }],
    ["slug", { slug: "Tea" }],
    ["slug", { slug: "tea//green" }],
    ["slug", { slug: "tea?" }],
    ["slug", { slug: "x".repeat(201) }],
    ["slug", { slug: "taken" }],
    ["parentId", { parentId: "cat_none" }],
    ["parentId", { parentId: "" }],
    ["description", { description: "x".repeat(100_001) }],
    ["seoTitle", { seoTitle: " " }],
    ["seoDescription", { seoDescription: "x".repeat(1_001) }],
    ["position", { position: -1 }],
    ["position", { position: 0.5 }],
    ["translations.0.locale", { translations: [{ locale: "german, please", name: "Tee" }] }],
    ["translations.0.name", { translations: [{ locale: "de", name: "" }] }],
    ["translations.0.description", { translations: [{ locale: "de", description: "x".repeat(100_001) }] }],
    ["translations.0", { translations: [{ locale: "de", name: null }] }],
    ["translations.0.slug", { translations: [{ locale: "de", slug: "Tee" }] }],
    ["translations.0.slug", { translations: [{ locale: "de", slug: "taken" }] }],
    [
      "translations.1.slug",
      {
        translations: [
          { locale: "de", slug: "tee" },
          { locale: "nl", slug: "tee" },
        ],
      },
    ],
    ["translations.0.seoTitle", { translations: [{ locale: "de", seoTitle: "x".repeat(301) }] }],
    ["translations.0.seoDescription", { translations: [{ locale: "de", seoDescription: " " }] }],
    [
      "translations.1.locale",
      {
        translations: [
          { locale: "de", name: "Tee" },
          { locale: "de", name: "Tees" },
        ],
      },
    ],
  ];

  test.each(bad)("%s", async (path, wrong) => {
    const { shop, catalog } = await newEditor();
    await catalog.saveCategory.mutate({ name: "Taken", slug: "taken" });
    const { id } = await catalog.saveCategory.mutate({ name: "Tea" });
    const before = await readTables(shop);
    const made = catalog.saveCategory.mutate({ name: "New", position: 0, ...wrong });
    expect(await refusalOf(made)).toMatchObject(issueAt(path));
    const changed = catalog.saveCategory.mutate({ id, version: 1, name: "New", position: 0, ...wrong });
    expect(await refusalOf(changed)).toMatchObject(issueAt(path));
    expect(await readTables(shop)).toEqual(before);
  });

  test("a version without an id, and an id without a version", async () => {
    const { catalog } = await newEditor();
    const { id } = await catalog.saveCategory.mutate({ name: "Tea" });
    const calls = [
      catalog.saveCategory.mutate({ id, name: "Teas" }),
      catalog.saveCategory.mutate({ version: 1, name: "Teas" }),
    ];
    expect(await refusalsOf(calls)).toMatchObject(calls.map(() => issueAt("version")));
  });
});

describe("moving a category", () => {
  async function newTree() {
    const editor = await newEditor();
    const ids: Record<"a" | "b" | "b1" | "b2" | "c", string> = { a: "", b: "", b1: "", b2: "", c: "" };
    for (const name of ["a", "b", "c"] as const) {
      ids[name] = (await editor.catalog.saveCategory.mutate({ name })).id;
    }
    for (const name of ["b1", "b2"] as const) {
      ids[name] = (await editor.catalog.saveCategory.mutate({ name, parentId: ids.b })).id;
    }
    return { ...editor, ids };
  }

  test("takes all that is below it along, and its slug stays", async () => {
    const { shop, client, catalog, ids } = await newTree();
    const moved = await catalog.moveCategory.mutate({ id: ids.b, parentId: ids.c });
    expect(moved).toMatchObject({ parentId: ids.c, slug: "b", position: 0, version: 2 });
    expect(await treeOf(client)).toEqual(["a", "c", "  b", "    b1", "    b2"]);
    expect(await newestEvent(shop)).toEqual({
      type: "category-moved",
      subjectId: ids.b,
      details: { changes: { parentId: { from: null, to: ids.c } } },
    });
    await catalog.moveCategory.mutate({ id: ids.b2, parentId: null, position: 1 });
    expect(await treeOf(client)).toEqual(["a", "b2", "c", "  b", "    b1"]);
  });

  test.each([
    [0, ["c", "a", "b"]],
    [1, ["a", "c", "b"]],
    [2, ["a", "b", "c"]],
    [99, ["a", "b", "c"]],
  ])("to position %d puts it there among its siblings", async (position, expected) => {
    const { client, catalog, ids } = await newTree();
    const { version } = await catalog.moveCategory.mutate({ id: ids.c, parentId: null, position });
    expect(version).toBe(expected[2] === "c" ? 1 : 2);
    const roots = (await client.admin.catalog.categories.query()).filter(({ level }) => level === 0);
    expect(roots.map(({ name }) => name)).toEqual(expected);
    expect(roots.map((root) => root.position)).toEqual([0, 1, 2]);
    expect((await client.catalog.categories.query()).map(({ name }) => name)).toEqual(expected);
  });

  test("orders siblings that were never placed", async () => {
    const { shop, client, catalog } = await newEditor();
    const rows = ["x", "y", "z"].map((name) => ({ id: name, slug: name, name, position: 0 }));
    await shop.db.insert(categories).values(rows);
    expect((await catalog.category.query({ id: "z" })).position).toBe(2);
    await catalog.saveCategory.mutate({ id: "z", version: 1, name: "z", position: 1 });
    expect(await treeOf(client)).toEqual(["x", "z", "y"]);
  });

  test.each(["b", "b1"] as const)(
    "below itself or what is below it is refused: b below %s",
    async (below) => {
      const { shop, catalog, ids } = await newTree();
      const before = await readTables(shop);
      const calls = [
        () => catalog.moveCategory.mutate({ id: ids.b, parentId: ids[below], position: 0 }),
        () => catalog.saveCategory.mutate({ id: ids.b, version: 1, name: "B", parentId: ids[below] }),
      ];
      for (const call of calls) expect(await refusalOf(call())).toMatchObject(issueAt("parentId"));
      expect(await readTables(shop)).toEqual(before);
    },
  );

  test("below one that is not there is refused, and so is a position that is none", async () => {
    const { shop, catalog, ids } = await newTree();
    const before = await readTables(shop);
    const nowhere = catalog.moveCategory.mutate({ id: ids.b, parentId: "cat_none" });
    expect(await refusalOf(nowhere)).toMatchObject(issueAt("parentId"));
    const nonsense = catalog.moveCategory.mutate({ id: ids.b, parentId: null, position: -1 });
    expect(await refusalOf(nonsense)).toMatchObject(issueAt("position"));
    expect(await readTables(shop)).toEqual(before);
  });

  test("each below the other at once lets one of them win", async () => {
    const { client, catalog, ids } = await newTree();
    const moves = await Promise.allSettled([
      catalog.moveCategory.mutate({ id: ids.a, parentId: ids.c }),
      catalog.moveCategory.mutate({ id: ids.c, parentId: ids.a }),
    ]);
    expect(moves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await treeOf(client)).length).toBe(5);
  });
});

describe("a tree of a thousand levels", () => {
  /** A chain of categories, the root first. */
  async function newChain({ db }: TestShop, name: string, levels: number) {
    const chain = Array.from({ length: levels }, (_, level) => ({
      id: `cat_${name}_${level}`,
      slug: `${name}-${level}`,
      name: `${name} ${level}`,
      parentId: level === 0 ? null : `cat_${name}_${level - 1}`,
    }));
    for (let from = 0; from < levels; from += 500) {
      await db.insert(categories).values(chain.slice(from, from + 500));
    }
    return chain;
  }

  test("is shown whole, and takes no more of them by hand", async () => {
    const { shop, catalog } = await newEditor();
    const chain = await newChain(shop, "deep", 1_000);
    const last = chain.at(-1)?.id ?? "";
    let levels = 0;
    let [node] = await shop.client.catalog.categories.query();
    for (; node; [node] = node.children) levels += 1;
    expect(levels).toBe(1_000);
    expect((await catalog.categories.query()).at(-1)).toMatchObject({ id: last, level: 999 });

    const [high] = await newChain(shop, "high", 2);
    const before = await readTables(shop);
    const refused = [
      catalog.saveCategory.mutate({ name: "Deeper", parentId: last }),
      catalog.saveCategory.mutate({ id: high?.id, version: 1, name: "High", parentId: last }),
      catalog.moveCategory.mutate({ id: high?.id ?? "", parentId: chain.at(-2)?.id ?? "" }),
    ];
    for (const refusal of await refusalsOf(refused)) expect(refusal).toMatchObject(issueAt("parentId"));
    expect(await readTables(shop)).toEqual(before);
    await catalog.moveCategory.mutate({ id: high?.id ?? "", parentId: chain.at(-3)?.id ?? "" });
    expect((await shop.client.catalog.category.query({ slug: "high-1" })).path.length).toBe(1_000);
  });

  test("takes no more of them from a file, and what else the file holds goes in", async () => {
    const { shop, catalog } = await newEditor();
    const chain = await newChain(shop, "deep", 1_000);
    const categoriesOf = (path: object[]) => ({ categories: [path], variants: [] });
    const step = (slug: string) => ({ slug, name: slug });
    const deeper = [...chain.slice(-2).map(({ slug }) => step(slug)), step("deeper")];
    const content = toLines(
      { bodega: 1, categories: [{ ...step("below"), parent: chain.at(-1)?.slug ?? "" }, step("beside")] },
      { slug: "too-deep", title: "Too deep", ...categoriesOf(deeper) },
      {
        slug: "long",
        title: "Long",
        ...categoriesOf(Array.from({ length: 1_001 }, (_, i) => step(`l-${i}`))),
      },
      { slug: "fine", title: "Fine", ...categoriesOf([step("fine")]) },
    );
    expect(await catalog.importProducts.mutate({ format: "jsonl", content })).toMatchObject({
      products: { created: 1 },
      issues: [
        { line: 1, column: "categories.0", message: "Expected at most 1000 levels" },
        { line: 2, message: expect.stringContaining("at most 1000 levels") },
        { line: 3, message: expect.stringContaining("at most 1000 levels") },
      ],
    });
    const slugs = (await catalog.categories.query()).map(({ slug }) => slug);
    expect(slugs.filter((slug) => !slug.startsWith("deep-")).toSorted()).toEqual(["beside", "fine"]);
  });
});

describe("removing a category", () => {
  test("takes its products out of it, which are edited by that, and touches no other", async () => {
    const { shop, catalog } = await newEditor();
    const [inIt, elsewhere] = [await newProduct(shop.db), await newProduct(shop.db)];
    const [tea, bread] = [
      await catalog.saveCategory.mutate({ name: "Tea", translations: [{ locale: "de", name: "Tee" }] }),
      await catalog.saveCategory.mutate({ name: "Bread" }),
    ];
    await shop.db.insert(productCategories).values([
      { categoryId: tea.id, productId: inIt.productId },
      { categoryId: bread.id, productId: inIt.productId },
      { categoryId: bread.id, productId: elsewhere.productId },
    ]);
    const counts = (await catalog.categories.query()).map(({ name, productCount }) => [name, productCount]);
    expect(counts).toEqual([
      ["Tea", 1],
      ["Bread", 2],
    ]);
    expect(await catalog.removeCategory.mutate({ id: tea.id, version: 1 })).toEqual({ done: true });
    expect((await catalog.categories.query()).map(({ name }) => name)).toEqual(["Bread"]);
    const versionOf = async (productId: string) =>
      (await shop.db.select().from(products).where(eq(products.id, productId)))[0]?.version;
    expect(await versionOf(inIt.productId)).toBe(2);
    expect(await versionOf(elsewhere.productId)).toBe(1);
    const page = await shop.client.catalog.product.query({ id: inIt.productId });
    expect(page.categories).toMatchObject([{ name: "Bread" }]);
    expect(await newestEvent(shop)).toMatchObject({ type: "category-removed", subjectId: tea.id });
  });

  test("is refused while others stand below it, and changes nothing", async () => {
    const { shop, catalog } = await newEditor();
    const { id } = await catalog.saveCategory.mutate({ name: "Tea" });
    await catalog.saveCategory.mutate({ name: "Green", parentId: id });
    const { productId } = await newProduct(shop.db);
    await shop.db.insert(productCategories).values({ categoryId: id, productId });
    const before = await readTables(shop);
    expect(await refusalOf(catalog.removeCategory.mutate({ id }))).toEqual({ code: "CONFLICT", data: {} });
    expect(await readTables(shop)).toEqual(before);
  });

  test("while one is put below it leaves both or refuses the second", async () => {
    const { client, catalog } = await newEditor();
    const [tea, green] = [
      await catalog.saveCategory.mutate({ name: "Tea" }),
      await catalog.saveCategory.mutate({ name: "Green" }),
    ];
    await Promise.allSettled([
      catalog.moveCategory.mutate({ id: green.id, parentId: tea.id }),
      catalog.removeCategory.mutate({ id: tea.id }),
    ]);
    expect([["Tea", "  Green"], ["Green"]]).toContainEqual(await treeOf(client));
  });
});

test("only those who may write the catalogue change its categories, and those who may read it see them", async () => {
  const { shop, catalog } = await newEditor();
  const { id } = await catalog.saveCategory.mutate({ name: "Tea" });
  const reader = (await newStaff(shop, { permissions: ["catalog:read"] })).client;
  expect((await reader.admin.catalog.categories.query()).length).toBe(1);
  expect((await reader.admin.catalog.category.query({ id })).name).toBe("Tea");
  const outsider = (await newStaff(shop, { permissions: ["orders:write"] })).client;
  const customer = (await newCustomer(shop)).client;
  const before = await readTables(shop);
  const reads = ({ admin }: ShopClient) => [
    admin.catalog.categories.query(),
    admin.catalog.category.query({ id }),
  ];
  const writes = ({ admin }: ShopClient) => [
    admin.catalog.saveCategory.mutate({ id, version: 1, name: "Teas" }),
    admin.catalog.moveCategory.mutate({ id, parentId: null, position: 0 }),
    admin.catalog.removeCategory.mutate({ id }),
  ];
  const codesOf = async (calls: Promise<unknown>[]) =>
    new Set((await refusalsOf(calls)).map(({ code }) => code));
  expect(await codesOf(writes(reader))).toEqual(new Set(["FORBIDDEN"]));
  for (const client of [outsider, customer]) {
    expect(await codesOf([...reads(client), ...writes(client)])).toEqual(new Set(["FORBIDDEN"]));
  }
  expect(await codesOf([...reads(shop.client), ...writes(shop.client)])).toEqual(
    new Set(["UNAUTHENTICATED"]),
  );
  expect(await readTables(shop)).toEqual(before);
});

type Step =
  | { do: "make"; name: string; parent: number; position: number | undefined }
  | { do: "move"; which: number; parent: number; position: number | undefined }
  | {
      do: "save";
      which: number;
      name: string;
      slug: string | undefined;
      german: string | null | undefined;
      parent: number;
    }
  | { do: "remove"; which: number };

test("any edits, also two at once, leave a tree without circles, distinct slugs and one order of siblings", async () => {
  const { shop, catalog } = await newEditor();
  const name = fc.constantFrom("Tea", "Téa", "Food & Drink", "🍵", "茶");
  const slug = fc.constantFrom("tea", "tea-2", "tea/tea");
  const which = fc.nat(30);
  const position = fc.option(fc.nat(5), { nil: undefined });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("make"), name, parent: which, position }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("move"), which, parent: which, position }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("save"),
        which,
        name,
        slug: fc.option(slug, { nil: undefined }),
        german: fc.option(fc.option(slug), { nil: undefined }),
        parent: which,
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("remove"), which }) },
  );

  const take = async (step: Step) => {
    const all = await catalog.categories.query();
    const pick = (index: number) => all[index % (all.length + 1)]; // none, for the root, too
    const parentId = "parent" in step ? (pick(step.parent)?.id ?? null) : null;
    if (step.do === "make") {
      return catalog.saveCategory.mutate({ name: step.name, parentId, position: step.position });
    }
    const picked = pick(step.which);
    if (!picked) return;
    const { id, version } = picked;
    if (step.do === "move") return catalog.moveCategory.mutate({ id, parentId, position: step.position });
    if (step.do === "remove") return catalog.removeCategory.mutate({ id });
    const { name, slug, german } = step;
    const translations = german === undefined ? undefined : [{ locale: "de", name, slug: german }];
    return catalog.saveCategory.mutate({ id, version, name, slug, parentId, translations });
  };
  const allowed: ReadonlySet<string> = new Set(["BAD_REQUEST", "CONFLICT", "VERSION_CONFLICT", "NOT_FOUND"]);

  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, step), { maxLength: 12 }), async (pairs) => {
      await shop.db.update(categories).set({ parentId: null });
      await shop.db.delete(categories);
      for (const pair of pairs) {
        const taken = await Promise.allSettled(pair.map(take));
        for (const result of taken) {
          if (result.status === "rejected") {
            expect(allowed).toContain((await refusalOf(Promise.reject(result.reason))).code);
          }
        }
      }
      const rows = await shop.db.select().from(categories);
      const listed = await catalog.categories.query();
      expect(listed.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted()); // no circles
      const led = await shop.db.select().from(categorySlugs);
      const own = led.flatMap((each) => (each.isCurrent && each.locale === "" ? [each] : []));
      expect(new Map(own.map((each) => [each.categoryId, each.slug]))).toEqual(
        new Map(rows.map(({ id, slug }) => [id, slug])),
      );
      expect(new Set(rows.map(({ slug }) => slug)).size).toBe(rows.length);
      for (const siblings of Map.groupBy(rows, ({ parentId }) => parentId).values()) {
        expect(new Set(siblings.map(({ position }) => position)).size).toBe(siblings.length);
      }
    }),
    { numRuns: runs(30) },
  );
});
