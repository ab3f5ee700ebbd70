import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  attributes,
  auditEvents,
  categories,
  prices,
  productImages,
  products,
  stockLevels,
  variants,
} from "../../db/schema/index.ts";
import { getProduct } from "../../server/modules/catalog/get-product.ts";
import { importProducts } from "../../server/modules/catalog/import-products.ts";
import { exportText, header, importText, toLines } from "../helpers/catalogues.ts";
import { newServiceContext } from "../helpers/context.ts";
import { setStock } from "../helpers/factories.ts";
import { chunksOf } from "../helpers/shopify.ts";

const none = { created: 0, updated: 0, unchanged: 0 };
const eur = (amount: number) => [{ currency: "EUR", amount }];
const tea = { slug: "tea", title: "Tea", variants: [{ sku: "TEA", prices: eur(450) }] };

describe("a file of JSON Lines", () => {
  test("goes in with all that belongs to a product", async () => {
    const ctx = await newServiceContext();
    const product = {
      ...tea,
      status: "published",
      publishedAt: "2026-01-02T03:04:05.000Z",
      attributes: { material: "wool", strength: 2.5, organic: true },
      categories: [[{ slug: "food", name: "Food" }]],
      translations: [{ locale: "de", slug: "tee", title: "Tee" }],
      images: [{ url: "/media/tea.jpg", alt: "A cup", width: 10, height: 20, sizes: null }],
      variants: [
        {
          sku: "TEA",
          image: "/media/tea.jpg",
          lengthMm: 5,
          prices: [
            { currency: "EUR", amount: 450, compareAtAmount: 500, offers: [{ amount: 400, minQuantity: 3 }] },
            { currency: "JPY", amount: 600 },
          ],
          stock: { policy: "backorder", onHand: 3 },
        },
      ],
    };
    expect(await importText(ctx, toLines(header, product))).toMatchObject({
      rows: 1,
      skippedRows: 0,
      products: { ...none, created: 1 },
      variants: { ...none, created: 1 },
      issues: [],
    });
    const [, line = ""] = (await exportText(ctx)).split("\n");
    expect(JSON.parse(line)).toMatchObject(product);
  });

  test("brings the slugs that products had before, which lead to them", async () => {
    const ctx = await newServiceContext();
    const was = { ...tea, status: "published", oldSlugs: ["chai", "cha"] };
    await importText(ctx, toLines(was, { ...tea, slug: "cup", variants: [] }));
    expect(await getProduct(ctx, { slug: "chai" })).toMatchObject({ slug: "tea" });
    expect(await importText(ctx, toLines(was))).toMatchObject({ products: { ...none, unchanged: 1 } });

    // To one that is there, too; but never away from where they lead.
    const more = { ...was, oldSlugs: ["teh", "cup"] };
    expect(await importText(ctx, toLines(more))).toMatchObject({
      products: { ...none, updated: 1 },
      issues: [],
    });
    expect(await getProduct(ctx, { slug: "teh" })).toMatchObject({ slug: "tea" });
    const [, , line = ""] = (await exportText(ctx)).split("\n");
    expect(JSON.parse(line).oldSlugs).toEqual(["cha", "chai", "teh"]);
  });

  test("has its languages written as they are everywhere", async () => {
    const ctx = await newServiceContext();
    const translated = { ...tea, translations: [{ locale: "de-at", title: "Tee" }] };
    expect(await importText(ctx, toLines(translated))).toMatchObject({ issues: [] });
    const [, line = ""] = (await exportText(ctx)).split("\n");
    expect(JSON.parse(line).translations).toMatchObject([{ locale: "de-AT", title: "Tee" }]);
    const twice = { ...tea, translations: [{ locale: "de-AT" }, { locale: "DE-at" }] };
    expect(await importText(ctx, toLines(twice))).toMatchObject({ issues: [{ column: "translations" }] });
  });

  test("without a first line of its own defines attributes after their values, and categories by their paths", async () => {
    const ctx = await newServiceContext();
    const paths = [
      [
        { slug: "a", name: "A" },
        { slug: "a/b", name: "B" },
      ],
    ];
    const { issues } = await importText(
      ctx,
      toLines({ ...tea, attributes: { organic: true, origin: "Assam", strength: 3 }, categories: paths }),
    );
    expect(issues).toEqual([]);
    const defined = await ctx.db.select().from(attributes).orderBy(attributes.key);
    expect(defined.map(({ key, type }) => [key, type])).toEqual([
      ["organic", "boolean"],
      ["origin", "text"],
      ["strength", "number"],
    ]);
    const [root, below] = await ctx.db.select().from(categories).orderBy(categories.slug);
    expect(below).toMatchObject({ slug: "a/b", name: "B", parentId: root?.id });
  });

  test("may end without a line break, begin with a mark of its encoding and have blank lines", async () => {
    const ctx = await newServiceContext();
    const file = `\uFEFF${toLines(tea)}\r\n\n${JSON.stringify({ ...tea, slug: "cup", variants: [] })}`;
    const summary = await importProducts(ctx, chunksOf(file, 7), { format: "jsonl" });
    expect(summary).toMatchObject({ rows: 2, products: { created: 2 }, issues: [], broken: null });
  });

  test("leaves a trace in the log", async () => {
    const ctx = await newServiceContext();
    await importText(ctx, toLines(tea));
    expect(await ctx.db.select().from(auditEvents)).toMatchObject([
      { type: "products-imported", details: { rows: 1, products: { created: 1 } } },
    ]);
  });
});

describe("the same file again", () => {
  test("changes nothing, also where it leaves things out", async () => {
    const ctx = await newServiceContext();
    await importText(ctx, toLines(header, tea));
    const before = await exportText(ctx);
    const [row] = await ctx.db.select().from(products);
    expect(await importText(ctx, toLines(header, tea))).toMatchObject({
      products: { ...none, unchanged: 1 },
      variants: { ...none, unchanged: 1 },
    });
    expect(await exportText(ctx)).toBe(before);
    expect(await ctx.db.select().from(products)).toEqual(row ? [row] : []);
  });

  test("leaves stock to the inventory", async () => {
    const ctx = await newServiceContext();
    const stocked = { ...tea, variants: [{ ...tea.variants[0], stock: { policy: "deny", onHand: 9 } }] };
    await importText(ctx, toLines(stocked));
    const [level] = await ctx.db.select().from(stockLevels);
    await setStock(ctx.db, level?.variantId ?? "", { onHand: 4 });
    expect(await importText(ctx, toLines(stocked))).toMatchObject({ products: { ...none, unchanged: 1 } });
    expect(await ctx.db.select().from(stockLevels)).toMatchObject([{ onHand: 4 }]);
  });
});

describe("a changed line", () => {
  test("changes what it tells, each list as a whole, and raises the version once", async () => {
    const ctx = await newServiceContext();
    const [first] = tea.variants;
    const before = {
      ...tea,
      tags: ["old", "kept"],
      attributes: { note: "x", strength: 1 },
      images: [{ url: "/media/1.jpg" }, { url: "/media/2.jpg" }],
      translations: [
        { locale: "de", slug: "tee", title: "Tee" },
        { locale: "fr", title: "Thé" },
      ],
      variants: [{ ...first, prices: [...eur(450), { currency: "USD", amount: 500 }] }],
    };
    await importText(ctx, toLines(before));
    const after = {
      ...before,
      tags: ["kept", "new"],
      attributes: { strength: 2 },
      images: [{ url: "/media/2.jpg" }, { url: "/media/3.jpg" }],
      translations: [{ locale: "de", slug: "tee", title: "Der Tee" }],
      variants: [{ ...first, prices: eur(460) }],
    };
    expect(await importText(ctx, toLines(after))).toMatchObject({
      issues: [],
      products: { ...none, updated: 1 },
      variants: { ...none, updated: 1 },
    });
    const [, line = ""] = (await exportText(ctx)).split("\n");
    expect(JSON.parse(line)).toMatchObject(after);
    expect(await ctx.db.select().from(products)).toMatchObject([{ version: 2 }]);
  });

  test("takes back what was to come out later", async () => {
    const ctx = await newServiceContext();
    const later = { ...tea, status: "published", publishedAt: "2999-01-01T00:00:00.000Z" };
    await importText(ctx, toLines(later));
    await importText(ctx, toLines({ ...tea, status: "draft" }));
    expect(await ctx.db.select({ status: products.status }).from(products)).toEqual([{ status: "draft" }]);
  });

  test("keeps variants that it does not name, as carts and orders know them", async () => {
    const ctx = await newServiceContext();
    const sized = (...sizes: string[]) => ({
      ...tea,
      optionNames: ["Size"],
      variants: sizes.map((size) => ({ sku: `TEA-${size}`, optionValues: [size], prices: eur(100) })),
    });
    await importText(ctx, toLines(sized("S", "M")));
    await importText(ctx, toLines(sized("M", "L")));
    const rows = await ctx.db.select({ sku: variants.sku }).from(variants).orderBy(variants.position);
    expect(rows.map(({ sku }) => sku)).toEqual(["TEA-S", "TEA-M", "TEA-L"]);
  });
});

describe("bad lines", () => {
  const importOne = async (line: object | string) => {
    const ctx = await newServiceContext();
    const text = typeof line === "string" ? line : JSON.stringify(line);
    const summary = await importText(
      ctx,
      `${toLines({ ...tea, slug: "cup", variants: [] })}${text}\n${toLines({ ...tea, slug: "jug", variants: [] })}`,
    );
    const slugs = await ctx.db.select({ slug: products.slug }).from(products).orderBy(products.slug);
    return { ...summary, slugs: slugs.map(({ slug }) => slug) };
  };

  test.each([
    ["that are no JSON", '{"slug": "tea', null],
    ["that are no object", "[1, 2]", null],
    ["without a title", { slug: "tea", variants: [] }, "title"],
    ["with an address for a slug", { ...tea, slug: "a/b" }, "slug"],
    [
      "with a price that is no whole number",
      { ...tea, variants: [{ prices: eur(4.5) }] },
      "variants.0.prices.0.amount",
    ],
    [
      "with a currency that there is not",
      { ...tea, variants: [{ prices: [{ currency: "EUX", amount: 1 }] }] },
      "variants.0.prices.0.currency",
    ],
    [
      "with a price named twice",
      { ...tea, variants: [{ prices: [...eur(1), ...eur(2)] }] },
      "variants.0.prices",
    ],
    [
      "with a price from before that is no higher",
      { ...tea, variants: [{ prices: [{ currency: "EUR", amount: 2, compareAtAmount: 2 }] }] },
      "variants.0.prices.0.compareAtAmount",
    ],
    ["with an unknown status", { ...tea, status: "hidden" }, "status"],
    ["with half a character", '{"slug":"tea","title":"\\ud800","variants":[]}', "title"],
    ["with the character U+0000", '{"slug":"tea","title":"a\\u0000b","variants":[]}', "title"],
    ["with no language", { ...tea, translations: [{ locale: "german" }] }, "translations.0.locale"],
    ["with an address of another kind", { ...tea, images: [{ url: "javascript:alert(1)" }] }, "images.0.url"],
    ["with an address of another host", { ...tea, images: [{ url: "/\\\\cdn.example" }] }, "images.0.url"],
    ["with a title too long", { ...tea, title: "a".repeat(301) }, "title"],
    ["with a description too long", { ...tea, description: "a".repeat(100_001) }, "description"],
    ["with a vendor too long", { ...tea, vendor: "a".repeat(201) }, "vendor"],
    ["with a tag too long", { ...tea, tags: ["a", "a".repeat(101)] }, "tags.1"],
    ["with the name of an option too long", { ...tea, optionNames: ["a".repeat(101)] }, "optionNames.0"],
    [
      "with the value of an option too long",
      { ...tea, variants: [{ optionValues: ["a".repeat(201)], prices: eur(1) }] },
      "variants.0.optionValues.0",
    ],
    [
      "with a category's slug too long",
      { ...tea, categories: [[{ slug: "a".repeat(201), name: "A" }]] },
      "categories.0.0.slug",
    ],
    ["with an attribute that has no key", { ...tea, attributes: { Größe: "M" } }, "attributes.Größe"],
  ])("%s are named by line and path, and stop no other", async (_, line, column) => {
    expect(await importOne(line)).toMatchObject({
      rows: 3,
      skippedRows: 1,
      issues: [{ line: 2, column }],
      slugs: ["cup", "jug"],
    });
  });

  test("say what an attribute's key is like, also where it is defined", async () => {
    const message = "Expected a-z, 0-9, - and _, a letter first";
    const { issues } = await importOne({ ...tea, attributes: { Größe: "M" } });
    expect(issues).toEqual([{ line: 2, column: "attributes.Größe", message }]);
    const definition = { bodega: 1, attributes: [{ key: "Größe", name: "Größe", type: "text" }] };
    const ctx = await newServiceContext();
    expect(await importText(ctx, toLines(definition))).toMatchObject({
      issues: [{ line: 1, column: "attributes.0.key", message }],
    });
  });

  test("with a field that nobody knows go in without it", async () => {
    const summary = await importOne({ ...tea, variants: [{ ...tea.variants[0], colour: "red" }] });
    expect(summary).toMatchObject({
      issues: [{ line: 2, column: "variants.0.colour", message: "There is no such field: it is left out" }],
      slugs: ["cup", "jug", "tea"],
    });
  });

  test.each([
    ["an SKU", "sku"],
    ["a barcode", "barcode"],
  ])("with %s of another product lack that variant alone", async (_, field) => {
    const ctx = await newServiceContext();
    const variant = (code: string, value: string) => ({
      [field]: code,
      optionValues: [value],
      prices: eur(1),
    });
    const product = (slug: string, ...codes: string[]) => ({
      slug,
      title: slug,
      optionNames: ["Size"],
      variants: codes.map((code) => variant(code, code)),
    });
    const file = toLines(product("one", "A"), product("two", "B", "A"), product("three", "C", "C"));
    const { issues } = await importText(ctx, file);
    expect(issues.map(({ line, column }) => [line, column])).toEqual([
      [2, `variants.1.${field}`],
      [3, `variants.1.optionValues`.replace("optionValues", field)],
    ]);
    expect(await ctx.db.$count(variants)).toBe(3);
  });

  test("with more variants than a product can have lack those beyond", async () => {
    const ctx = await newServiceContext();
    const many = Array.from({ length: 252 }, (_, index) => ({ optionValues: [`${index}`], prices: eur(1) }));
    const { issues } = await importText(ctx, toLines({ ...tea, optionNames: ["Number"], variants: many }));
    expect(issues).toMatchObject([
      { line: 1, column: "variants.250" },
      { line: 1, column: "variants.251" },
    ]);
    expect(await ctx.db.$count(variants)).toBe(250);
  });

  test("with a value that an attribute does not have are left out", async () => {
    const ctx = await newServiceContext();
    const { issues } = await importText(ctx, toLines(header, { ...tea, attributes: { material: "iron" } }));
    expect(issues).toMatchObject([
      { line: 2, column: "attributes", message: "material: Expected one of cotton, wool" },
    ]);
    expect(await ctx.db.$count(products)).toBe(0);
  });

  test("with a translated slug of another product lose none of the lines beside them", async () => {
    const ctx = await newServiceContext();
    const translated = (slug: string) => ({
      ...tea,
      slug,
      variants: [],
      translations: [{ locale: "de", slug: "tee" }],
    });
    const summary = await importText(ctx, toLines(translated("one"), translated("two"), translated("one")));
    expect(summary).toMatchObject({
      products: { created: 1, unchanged: 1 },
      issues: [{ line: 2, column: null, message: "Another product has the slug" }],
    });
  });

  test("behind which nothing is text leave in what came before", async () => {
    const ctx = await newServiceContext();
    const bytes = Buffer.concat([Buffer.from(toLines(tea)), Buffer.from([0xff, 0xfe, 0x0a])]);
    const summary = await importProducts(ctx, chunksOf(bytes, 100_000), { format: "jsonl" });
    expect(summary.broken).toMatchObject({ line: expect.any(Number) });
  });
});

test("attributes that are there keep their type, and the choices that products have", async () => {
  const ctx = await newServiceContext();
  await importText(ctx, toLines(header));
  const [material] = header.attributes ?? [];
  const { issues } = await importText(
    ctx,
    toLines({
      bodega: 1,
      attributes: [
        { ...material, choices: ["silk"] },
        { key: "note", name: "Note", type: "number" },
      ],
    }),
  );
  expect(issues).toMatchObject([
    { line: 1, column: "attributes.1", message: "note is a text here, not a number" },
  ]);
  const [known] = await ctx.db.select().from(attributes).where(eq(attributes.key, "material"));
  expect(known?.choices).toEqual(["cotton", "wool", "silk"]);
});

test("prices and images are there once, however often a line comes", async () => {
  const ctx = await newServiceContext();
  const line = { ...tea, images: [{ url: "/media/1.jpg" }] };
  await importText(ctx, toLines(line, line, line));
  expect(await ctx.db.$count(prices)).toBe(1);
  expect(await ctx.db.$count(productImages)).toBe(1);
});
