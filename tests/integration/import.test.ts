import { describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import {
  categories,
  prices,
  productCategories,
  productImages,
  products,
  productTags,
  searchDocuments,
  stockLevels,
  variants,
} from "../../db/schema/index.ts";
import type { ServiceContext } from "../../server/core/context.ts";
import { getProduct } from "../../server/modules/catalog/get-product.ts";
import { importProducts } from "../../server/modules/catalog/import-products.ts";
import { listCategories } from "../../server/modules/catalog/list-categories.ts";
import { listProducts } from "../../server/modules/catalog/list-products.ts";
import { newServiceContext } from "../helpers/context.ts";
import { setStock } from "../helpers/factories.ts";
import { chunksOf, type SheetRow, sheet } from "../helpers/shopify.ts";

const none = { created: 0, updated: 0, unchanged: 0 };

const importFixture = (ctx: ServiceContext, name: string) =>
  importProducts(ctx, Bun.file(new URL(`../fixtures/${name}`, import.meta.url)).stream());

const importRows = (ctx: ServiceContext, ...rows: SheetRow[]) =>
  importProducts(ctx, chunksOf(sheet(...rows)));

const tea = { Handle: "tea", Title: "Tea", Published: "true", "Variant Price": "4.50" };

const teaInSizes = (...sizes: string[]) =>
  sizes.map((size, index) => ({
    ...(index === 0 ? tea : { Handle: "tea" }),
    "Option1 Name": "Size",
    "Option1 Value": size,
    "Variant SKU": `TEA-${size}`,
    "Variant Price": `${index + 1}.00`,
  }));

async function productRow({ db }: ServiceContext, slug = "tea") {
  const [row] = await db.select().from(products).where(eq(products.slug, slug));
  if (!row) throw new Error(`There is no product ${slug}`);
  return row;
}

/** The variants of all products in their order, each with its stock and price. */
function variantRows({ db }: ServiceContext) {
  return db
    .select({
      id: variants.id,
      sku: variants.sku,
      options: variants.optionValues,
      amount: prices.amount,
      compareAt: prices.compareAtAmount,
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
      reserved: stockLevels.reserved,
    })
    .from(variants)
    .leftJoin(prices, eq(prices.variantId, variants.id))
    .leftJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .orderBy(variants.productId, variants.position);
}

/** Everything of the catalogue, to see that nothing at all has changed. */
async function snapshot({ db }: ServiceContext) {
  const tables = [
    products,
    productTags,
    productImages,
    variants,
    prices,
    stockLevels,
    categories,
    productCategories,
    searchDocuments,
  ];
  return Promise.all(tables.map((table) => db.select().from(table)));
}

describe("an export", () => {
  test("goes in whole, with all that a product page shows", async () => {
    const ctx = await newServiceContext();
    expect(await importFixture(ctx, "shopify-export.csv")).toEqual({
      rows: 9,
      skippedRows: 0,
      products: { created: 4, updated: 1, unchanged: 0 },
      variants: { created: 7, updated: 0, unchanged: 0 },
      issues: [],
      moreIssues: 0,
      broken: null,
    });
    const shirt = await getProduct(ctx, { slug: "linen-shirt" });
    const white = { url: "https://cdn.example/white.jpg", alt: "White" };
    const blue = { url: "https://cdn.example/blue.jpg", alt: "Blue" };
    const eur = (amount: number) => ({ amount, currency: "EUR" });
    expect(shirt).toMatchObject({
      title: "Linen Shirt",
      description: expect.stringContaining("<b>Guimarães</b>"),
      vendor: "Malha",
      type: "Shirt",
      tags: ["linen", "new", "summer"],
      options: [
        { name: "Size", values: ["S", "M"] },
        { name: "Colour", values: ["White", "Blue"] },
      ],
      categories: [{ slug: "apparel-and-accessories/clothing/shirts", name: "Shirts" }],
      images: [
        { url: "https://cdn.example/front.jpg", alt: "The shirt, from the front" },
        { url: "https://cdn.example/back.jpg", alt: "" },
        white,
        blue,
        { url: "https://cdn.example/detail.jpg", alt: "" },
      ],
      available: true,
      variants: [
        {
          sku: "SHIRT-S-W",
          title: "S / White",
          price: eur(5900),
          compareAtPrice: eur(7900),
          available: true,
          image: white,
        },
        { sku: "SHIRT-S-B", price: eur(5900), compareAtPrice: null, available: false, image: blue },
        { sku: "SHIRT-M-W", price: eur(6150), compareAtPrice: null, available: true, image: null },
        { sku: "SHIRT-M-B", options: ["M", "Blue"], price: eur(6150), available: true },
      ],
    });
  });

  test("gives every variant one stock level, by tracker, policy and quantity", async () => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    const stock = (await variantRows(ctx)).map(({ sku, policy, onHand }) => [sku, policy, onHand]);
    expect(stock).toEqual([
      ["SHIRT-S-W", "deny", 12],
      ["SHIRT-S-B", "deny", 0],
      ["SHIRT-M-W", "backorder", 0],
      ["SHIRT-M-B", "deny", 4],
      ["COFFEE", "untracked", 0],
      [null, "untracked", 0],
      ["MUG", "deny", 3],
    ]);
  });

  test("tells drafts and archived products from published ones", async () => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    for (const [slug, status] of [
      ["linen-shirt", "published"],
      ["house-coffee", "published"],
      ["gift-card", "draft"],
      ["old-mug", "archived"],
    ] as const) {
      const row = await productRow(ctx, slug);
      expect(row.status).toBe(status);
      expect(row.publishedAt !== null).toBe(status === "published");
    }
  });

  test("makes a product without options as one variant", async () => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    expect(await getProduct(ctx, { slug: "house-coffee" })).toMatchObject({
      options: [],
      vendor: null,
      description: "Round, sweet,\r\na little smoky.",
      variants: [{ title: "Default", options: [] }],
    });
  });

  test("makes the categories, each under the one above it", async () => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    expect(await listCategories(ctx)).toMatchObject([
      { name: "Apparel & Accessories", children: [{ name: "Clothing", children: [{ name: "Shirts" }] }] },
    ]);
  });

  test("makes a category of the type in a file that has no column for categories", async () => {
    const ctx = await newServiceContext();
    await importRows(ctx, { ...tea, Type: "Coffee" });
    expect(await listCategories(ctx)).toMatchObject([{ name: "Coffee", slug: "coffee", children: [] }]);
  });

  test.each([
    ["a word of the title", { q: "linen" }],
    ["the start of one, without its accents", { q: "guimar" }],
    ["an SKU", { q: "SHIRT-M-B" }],
    ["a tag", { q: "summer" }],
    ["a word of the description, decoded", { q: "light" }],
    ["its category", { category: "apparel-and-accessories/clothing/shirts" }],
    ["a category above", { category: "apparel-and-accessories" }],
  ])("is found by %s", async (_, input) => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    const { items } = await listProducts(ctx, { limit: 10, ...input });
    expect(items.map(({ slug }) => slug)).toEqual(["linen-shirt"]);
  });

  test("takes the currency of the default market", async () => {
    const ctx = await newServiceContext();
    await ctx.db.run(sql`update markets set currency = 'JPY'`);
    await importRows(ctx, { ...tea, "Variant Price": "450" });
    expect(await ctx.db.select().from(prices)).toMatchObject([{ amount: 450, currency: "JPY" }]);
    const { issues } = await importRows(ctx, { ...tea, "Variant Price": "4.50" });
    expect(issues).toMatchObject([{ line: 2, column: "Variant Price" }]);
  });
});

describe("the same file again", () => {
  test("changes nothing at all", async () => {
    const ctx = await newServiceContext();
    const rows = teaInSizes("S", "M");
    const cup = { Handle: "cup", Title: "Cup", Vendor: "", Tags: "b, a", Type: "Cups", "Variant Price": "9" };
    await importRows(ctx, ...rows, cup);
    const before = await snapshot(ctx);
    expect(await importRows(ctx, ...rows, cup)).toMatchObject({
      products: { ...none, unchanged: 2 },
      variants: { ...none, unchanged: 3 },
    });
    expect(await snapshot(ctx)).toEqual(before);
  });

  test("changes nothing when the handles in it do not follow each other", async () => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    const before = await snapshot(ctx);
    expect(await importFixture(ctx, "shopify-export.csv")).toMatchObject({
      products: { ...none, unchanged: 5 },
      variants: { ...none, unchanged: 7 },
      issues: [],
    });
    expect(await snapshot(ctx)).toEqual(before);
  });

  test("leaves stock to the inventory, with what has been reserved since", async () => {
    const ctx = await newServiceContext();
    const stocked = { ...tea, "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "10" };
    await importRows(ctx, stocked);
    const [level] = await ctx.db.select().from(stockLevels);
    await setStock(ctx.db, level?.variantId ?? "", { onHand: 8, reserved: 5 });
    const changed = { "Variant Inventory Qty": "1", "Variant Inventory Policy": "continue" };
    expect(await importRows(ctx, { ...stocked, ...changed })).toMatchObject({
      products: { ...none, unchanged: 1 },
    });
    expect(await variantRows(ctx)).toMatchObject([{ policy: "deny", onHand: 8, reserved: 5 }]);
  });
});

describe("a changed file", () => {
  test("changes what is different and nothing else", async () => {
    const ctx = await newServiceContext();
    await importRows(ctx, ...teaInSizes("S", "M"));
    const before = await variantRows(ctx);
    const [small = {}, medium = {}] = teaInSizes("S", "M");
    expect(await importRows(ctx, small, { ...medium, "Variant Price": "2.20" })).toMatchObject({
      products: { ...none, updated: 1 },
      variants: { ...none, updated: 1, unchanged: 1 },
    });
    const [first, second] = before;
    expect(await variantRows(ctx)).toEqual([first, { ...second, amount: 220 }] as typeof before);
    expect(await productRow(ctx)).toMatchObject({ version: 2 });
  });

  test("keeps the variants that it does not name, behind whose places new ones come", async () => {
    const ctx = await newServiceContext();
    await importRows(ctx, ...teaInSizes("S", "M", "L"));
    await importRows(ctx, ...teaInSizes("XL", "M"));
    expect((await variantRows(ctx)).map(({ sku }) => sku)).toEqual(["TEA-S", "TEA-M", "TEA-L", "TEA-XL"]);
    expect((await productRow(ctx)).options).toEqual([{ name: "Size", values: ["S", "M", "L", "XL"] }]);
  });

  test("renames the options of variants it names by SKU, even when they trade them", async () => {
    const ctx = await newServiceContext();
    const [small = {}, medium = {}, large = {}] = teaInSizes("S", "M", "L");
    await importRows(ctx, small, medium, large);
    const before = await variantRows(ctx);
    const { issues } = await importRows(
      ctx,
      { ...small, "Option1 Name": "Length", "Option1 Value": "M" },
      { ...medium, "Option1 Value": "S" },
      { ...large, "Option1 Value": "Long" },
      { Handle: "tea", "Option1 Value": "L", "Variant SKU": "TEA-NEW", "Variant Price": "9" },
    );
    expect(issues).toEqual([]);
    const after = await variantRows(ctx);
    expect(after.map(({ sku, options }) => [sku, options[0]])).toEqual([
      ["TEA-S", "M"],
      ["TEA-M", "S"],
      ["TEA-L", "Long"],
      ["TEA-NEW", "L"],
    ]);
    expect(after.slice(0, 3).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect((await productRow(ctx)).options).toEqual([{ name: "Length", values: ["M", "S", "Long", "L"] }]);
  });

  test("gives a variant that its options name another SKU", async () => {
    const ctx = await newServiceContext();
    await importRows(ctx, { ...tea, "Variant SKU": "OLD" });
    const [before] = await variantRows(ctx);
    await importRows(ctx, { ...tea, "Variant SKU": "NEW" });
    expect(await variantRows(ctx)).toMatchObject([{ id: before?.id, sku: "NEW" }]);
  });

  test("that has few columns leaves alone what it does not speak of", async () => {
    const ctx = await newServiceContext();
    await importFixture(ctx, "shopify-export.csv");
    const before = await getProduct(ctx, { slug: "linen-shirt" });
    const summary = await importProducts(
      ctx,
      chunksOf("Handle,Title,Variant SKU,Variant Price\nlinen-shirt,Linen Shirt,SHIRT-M-W,55.00\n"),
    );
    expect(summary).toMatchObject({ issues: [], variants: { ...none, updated: 1 } });
    const after = await getProduct(ctx, { slug: "linen-shirt" });
    const [first, second, third, last] = before.variants;
    expect(after).toEqual({
      ...before,
      variants: [first, second, { ...third, price: { amount: 5500, currency: "EUR" } }, last],
    } as typeof before);
  });

  test("replaces tags and category, adds images and changes those it names", async () => {
    const ctx = await newServiceContext();
    const image = (name: string, alt: string) => ({
      "Image Src": `https://cdn.example/${name}.jpg`,
      "Image Alt Text": alt,
    });
    const before = { Tags: "green, old", "Product Category": "Food > Tea", ...image("front", "Front") };
    await importRows(ctx, { ...tea, ...before });
    const after = { Tags: "green, new", "Product Category": "Food > Drinks", ...image("back", "Back") };
    await importRows(ctx, { ...tea, ...after }, { Handle: "tea", ...image("front", "The front") });
    expect(await getProduct(ctx, { slug: "tea" })).toMatchObject({
      tags: ["green", "new"],
      categories: [{ slug: "food/drinks", name: "Drinks" }],
      images: [{ alt: "The front" }, { alt: "Back" }],
    });
    expect((await listProducts(ctx, { limit: 10, q: "old" })).items).toEqual([]);
  });

  test("can take a product off and back on, which keeps the day it was first published", async () => {
    const first = new Date("2026-03-01T10:00:00Z");
    let now = first;
    const ctx = await newServiceContext({ clock: { now: () => now } });
    await importRows(ctx, tea);
    now = new Date("2026-04-01T10:00:00Z");
    await importRows(ctx, { ...tea, Published: "false" });
    expect(await productRow(ctx)).toMatchObject({ status: "draft", publishedAt: first, updatedAt: now });
    await importRows(ctx, { ...tea, Status: "archived" });
    expect(await productRow(ctx)).toMatchObject({ status: "archived", publishedAt: first });
    await importRows(ctx, tea);
    expect(await productRow(ctx)).toMatchObject({ status: "published", publishedAt: first, version: 4 });
  });

  test("cannot give a product other options while variants stay that it does not name", async () => {
    const ctx = await newServiceContext();
    await importRows(ctx, ...teaInSizes("S", "M"));
    const before = await snapshot(ctx);
    const colours = { "Option2 Name": "Colour", "Option2 Value": "Red" };
    const { issues, skippedRows } = await importRows(
      ctx,
      ...teaInSizes("S").map((row) => ({ ...row, ...colours })),
    );
    expect(issues).toMatchObject([{ line: 2, column: "Option1 Name" }]);
    expect(skippedRows).toBe(1);
    expect(await snapshot(ctx)).toEqual(before);
  });
});

describe("bad rows", () => {
  test("are told by line and column, and stop no other row", async () => {
    const ctx = await newServiceContext();
    const summary = await importFixture(ctx, "shopify-bad-rows.csv");
    const told = summary.issues.map(({ line, column }) => `${line} ${column}`);
    expect(told).toEqual([
      "5 Variant Price",
      "6 Variant SKU",
      "7 Option1 Value",
      "8 Variant Inventory Qty",
      "8 Variant Price",
      "10 Title",
      "12 Handle",
      "13 Published",
      "15 Variant SKU",
      "16 null",
    ]);
    expect(summary.issues[0]?.message).toBe('Expected an amount like 19.90, got "abc"');
    expect(summary).toMatchObject({ rows: 14, skippedRows: 11, products: { created: 2 } });
    expect((await variantRows(ctx)).map(({ sku }) => sku)).toEqual(["TEA-S", "TEA-XXL", "SALT"]);
  });

  test("are the only ones left to import once they are put right", async () => {
    const ctx = await newServiceContext();
    const [small = {}, medium = {}] = teaInSizes("S", "M");
    await importRows(ctx, small, { ...medium, "Variant Price": "?" });
    expect(await importRows(ctx, small, medium)).toMatchObject({
      issues: [],
      products: { ...none, updated: 1 },
      variants: { ...none, created: 1, unchanged: 1 },
    });
  });

  test("with an SKU of another product in the store name that product", async () => {
    const ctx = await newServiceContext();
    await importRows(ctx, { ...tea, "Variant SKU": "ONE" });
    const cup = { Handle: "cup", Title: "Cup", "Variant SKU": "ONE", "Variant Price": "9" };
    const { issues } = await importRows(ctx, cup);
    expect(issues).toEqual([
      {
        line: 2,
        column: "Variant SKU",
        message: 'Expected an SKU of its own, but "ONE" is that of the product tea',
      },
    ]);
    expect(await ctx.db.$count(products)).toBe(1);
  });

  test("that only add to a product need one", async () => {
    const ctx = await newServiceContext();
    const addition = { Handle: "tea", "Option1 Value": "S", "Variant Price": "1" };
    expect((await importRows(ctx, addition)).issues).toMatchObject([{ line: 2, column: "Title" }]);
    expect(await ctx.db.$count(products)).toBe(0);
  });

  test("that the database refuses lose none of the products beside them", async () => {
    const ctx = await newServiceContext();
    await ctx.db.run(sql`
      create trigger no_tea before insert on variants
      when new.product_id = (select id from products where slug = 'tea')
      begin select raise(abort, 'CHECK constraint failed: no_tea'); end`);
    const row = (handle: string) => ({ ...tea, Handle: handle, Title: handle });
    const summary = await importRows(ctx, row("cup"), row("tea"), row("jug"));
    expect(summary).toMatchObject({ products: { created: 2 }, skippedRows: 1 });
    expect(summary.issues).toEqual([{ line: 3, column: null, message: "The database refuses it: no_tea" }]);
    const rows = await ctx.db.select({ slug: products.slug }).from(products).orderBy(products.slug);
    expect(rows.map(({ slug }) => slug)).toEqual(["cup", "jug"]);
  });

  test("are kept up to a thousand, and counted beyond", async () => {
    const ctx = await newServiceContext();
    const rows = Array.from({ length: 1_200 }, (_, index) => ({
      ...tea,
      Handle: `tea-${index}`,
      "Variant Price": "x",
    }));
    const summary = await importRows(ctx, ...rows);
    expect(summary.issues.length).toBe(1_000);
    expect(summary).toMatchObject({ moreIssues: 200, rows: 1_200, skippedRows: 1_200 });
  });

  test("behind which nothing can be read leave in what came before", async () => {
    const ctx = await newServiceContext();
    const good = sheet(tea, { ...tea, Handle: "cup", Title: "Cup" });
    const summary = await importProducts(ctx, chunksOf(`${good}"jug,"Jug","true","1"\n`));
    expect(summary.broken).toMatchObject({ line: 4, column: null });
    expect(summary).toMatchObject({ rows: 2, products: { created: 2 }, issues: [] });
  });
});

test("a failure that is no row's fault ends the import, and what is committed stays", async () => {
  const ctx = await newServiceContext();
  await ctx.db.run(sql`
    create trigger broken before insert on product_tags begin select raise(abort, 'out of order'); end`);
  const rows = Array.from({ length: 60 }, (_, index) => ({
    ...tea,
    Handle: `tea-${index}`,
    Tags: index === 55 ? "x" : "",
  }));
  await expect(importRows(ctx, ...rows)).rejects.toThrow();
  expect(await ctx.db.$count(products)).toBeWithin(20, 56);
});

describe("a big file", () => {
  const count = 5_000;

  async function* bigFile(onChunk: () => Promise<void> = async () => {}): AsyncGenerator<Uint8Array> {
    const text = new TextEncoder();
    yield text.encode("Handle,Title,Published,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Price\n");
    for (let start = 0; start < count; start += 100) {
      const rows = Array.from({ length: 100 }, (_, index) => {
        const number = start + index;
        return `p-${number},Product ${number},true,"one, two",Size,S,P-${number}-S,1.00\np-${number},,,,,M,P-${number}-M,2.00\n`;
      });
      yield text.encode(rows.join(""));
      await onChunk();
    }
  }

  test("goes in as it is read, a part at a time, while others read and write", async () => {
    const ctx = await newServiceContext();
    const savedBeforeEnd: number[] = [];
    const progress: number[] = [];
    let writes = 0;
    let done = false;
    const shoppers = (async () => {
      while (!done) {
        await ctx.db.update(categories).set({ position: 0 });
        writes += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const file = bigFile(async () => {
      savedBeforeEnd.push(await ctx.db.$count(products));
    });
    const summary = await importProducts(ctx, file, { onProgress: ({ rows }) => progress.push(rows) });
    done = true;
    await shoppers;

    expect(summary).toMatchObject({
      rows: 2 * count,
      products: { ...none, created: count },
      variants: { ...none, created: 2 * count },
      issues: [],
    });
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    expect(progress.at(-1)).toBe(2 * count);
    expect(savedBeforeEnd.at(-1)).toBeGreaterThan(count - 300); // what is read and not yet saved stays small
    expect(writes).toBeGreaterThan(20);
    expect((await listProducts(ctx, { limit: 10, q: "P-4999-M" })).items.length).toBe(1);
  });
});
