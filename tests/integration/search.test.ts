import { beforeAll, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { products, productTags, productTranslations, variants } from "../../db/schema/index.ts";
import { listProducts } from "../../server/modules/catalog/list-products.ts";
import { productsInput, suggestInput } from "../../server/modules/catalog/schema.ts";
import { suggest } from "../../server/modules/catalog/suggest.ts";
import { systemContext } from "../../server/system-context.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { runs } from "../helpers/shared-server.ts";

type Shop = Pick<TestShop, "client" | "db">;

interface SearchedProduct {
  title: string;
  description?: string;
  sku?: string;
  barcode?: string;
  vendor?: string;
  type?: string;
  tags?: string[];
  translations?: { locale: string; title?: string; descriptionText?: string }[];
}

/** A product with all that is searched. */
async function newSearched({ db }: Shop, product: SearchedProduct): Promise<string> {
  const { barcode, vendor, type, tags = [], translations = [], ...traits } = product;
  const { productId, variantId } = await newProduct(db, traits);
  for (const tag of tags) await db.insert(productTags).values({ productId, tag });
  for (const each of translations) await db.insert(productTranslations).values({ productId, ...each });
  if (barcode) await db.update(variants).set({ barcode }).where(eq(variants.id, variantId));
  if (vendor || type) await db.update(products).set({ vendor, type }).where(eq(products.id, productId));
  await touchProduct(db, productId);
  return productId;
}

const search = async ({ client }: Shop, q: string) => {
  const { items, correctedQuery } = await client.catalog.products.query({ q, limit: 50 });
  return { titles: items.map(({ title }) => title), correctedQuery };
};

const titles = async (shop: Shop, q: string) => (await search(shop, q)).titles;

describe("search", () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await createTestShop();
    const catalogue: SearchedProduct[] = [
      { title: "Olive oil", description: "Pressed cold in Umbria", sku: "OIL-500", barcode: "4006381333931" },
      { title: "Olive oil soap with laurel", sku: "SOAP-1", vendor: "Najel", type: "Bodycare" },
      { title: "Hand cream", description: "Made of olive oil", tags: ["skin care"] },
      { title: "Crème brûlée dish", tags: ["kitchen"], vendor: "Émile Henry" },
      { title: "Coffee beans", description: "Roasted in Trieste", tags: ["espresso", "arabica"] },
      { title: "Coffeemaker", sku: "CM.2000/B" },
      { title: "T-shirt", description: "Cotton", translations: [{ locale: "de", title: "Leibchen" }] },
      { title: "Wool blanket", translations: [{ locale: "fr", descriptionText: "Tissée à la main" }] },
      { title: "Berry box", sku: "ABC500" },
      { title: "東京 Tote", description: "新しい東京のトートバッグ" },
      { title: "有機コーヒー豆500g", tags: ["飲み物"] },
      { title: "서울특별시 지도" },
      { title: "ผ้าไหมไทย" },
      { title: "Straße nach Łódź" },
      { title: "🥐Croissant" },
    ];
    for (const product of catalogue) await newSearched(shop, product);
  });

  test.each([
    ["title", "blanket", ["Wool blanket"]],
    ["several words in any order", "oil olive", ["Olive oil", "Olive oil soap with laurel", "Hand cream"]],
    ["text", "trieste", ["Coffee beans"]],
    ["tag", "espresso", ["Coffee beans"]],
    ["vendor", "najel", ["Olive oil soap with laurel"]],
    ["type", "bodycare", ["Olive oil soap with laurel"]],
    ["words of different fields", "najel laurel", ["Olive oil soap with laurel"]],
    ["SKU", "oil-500", ["Olive oil"]],
    ["part of a SKU", "cm.2000", ["Coffeemaker"]],
    ["the beginning of a SKU", "ABC5", ["Berry box"]],
    ["barcode", "4006381333931", ["Olive oil"]],
    ["the beginning of a barcode", "4006381", ["Olive oil"]],
    ["translated title", "leibchen", ["T-shirt"]],
    ["translated text", "tissee", ["Wool blanket"]],
  ])("finds by %s", async (_, q, expected) => {
    expect(await titles(shop, q)).toEqual(expected);
  });

  test.each([
    ["CREME BRULEE", ["Crème brûlée dish"]],
    ["crème", ["Crème brûlée dish"]],
    ["cre\u0300me", ["Crème brûlée dish"]],
    ["emile", ["Crème brûlée dish"]],
    ["strasse", ["Straße nach Łódź"]], // ß is a letter of its own: one error away
    ["straße", ["Straße nach Łódź"]],
  ])("knows %s whatever its accents and case", async (q, expected) => {
    expect(await titles(shop, q)).toEqual(expected);
  });

  test.each([
    ["blankets", ["Wool blanket"]],
    ["berries", ["Berry box"]],
    ["boxes", ["Berry box"]],
    ["dishes", ["Crème brûlée dish"]],
    ["bean", ["Coffee beans"]],
    ["soaps", ["Olive oil soap with laurel"]],
  ])("finds %s in the singular and the plural", async (q, expected) => {
    expect(await titles(shop, q)).toEqual(expected);
  });

  test.each([
    ["cofee", ["Coffee beans", "Coffeemaker"], "coffee"],
    ["coffee baens", ["Coffee beans"], "coffee beans"],
    ["blnket", ["Wool blanket"], "blanket"],
    ["brulee dihs", ["Crème brûlée dish"], "brulee dish"],
    ["expreso", ["Coffee beans"], "espresso"],
    ["liebchen", ["T-shirt"], "leibchen"],
    ["Olivvve oil", ["Olive oil", "Olive oil soap with laurel", "Hand cream"], "olive oil"],
  ])("corrects %s and tells so", async (q, expected, correctedQuery) => {
    expect(await search(shop, q)).toEqual({ titles: expected, correctedQuery });
  });

  test.each(["olive espresso", "zzzzzzz", "olive zzzzzzz", "oyl", "東亰"])(
    "corrects nothing in %s, where no word is near or all are known",
    async (q) => {
      expect(await search(shop, q)).toEqual({ titles: [], correctedQuery: null });
    },
  );

  test.each([
    ["東京", ["東京 Tote"]],
    ["トート", ["東京 Tote"]],
    ["バッグ", ["東京 Tote"]],
    ["コーヒー豆", ["有機コーヒー豆500g"]],
    ["コーヒー", ["有機コーヒー豆500g"]],
    ["豆500", ["有機コーヒー豆500g"]],
    ["飲み", ["有機コーヒー豆500g"]],
    ["京東", []],
    ["서울", ["서울특별시 지도"]],
    ["특별", ["서울특별시 지도"]],
    ["東京 tote", ["東京 Tote"]],
    ["croissant", ["🥐Croissant"]],
    ["東京tote", ["東京 Tote"]],
    ["ไหม", ["ผ้าไหมไทย"]],
  ])("finds %s within texts without spaces", async (q, expected) => {
    expect(await titles(shop, q)).toEqual(expected);
  });

  test.each([
    ["ol", ["Olive oil", "Olive oil soap with laurel"]],
    ["b", ["Berry box", "Coffee beans", "Wool blanket", "Crème brûlée dish"]],
    ["olive soap", ["Olive oil soap with laurel"]],
    ["コーヒ", ["有機コーヒー豆500g"]],
    ["leib", ["T-shirt"]],
    ["trieste", []],
    ["blankte", ["Wool blanket"]],
    ["", []],
    ["🙂", []],
  ])("suggests for %p titles as they are typed", async (q, expected) => {
    const suggested = await shop.client.catalog.suggest.query({ q });
    expect(suggested.map(({ title }) => title)).toEqual(expected);
  });

  test("takes any text for words and never fails", async () => {
    const hostile = [
      ...[
        '"',
        "'; drop table products; --",
        "title:",
        "a* OR b",
        "NEAR(a b, 2)",
        "^a",
        "-a",
        "{title}: a",
        "a + b",
      ],
      ...[
        "(",
        "((((",
        '"a',
        "a AND",
        "NOT a",
        "*",
        "🙂",
        "\0",
        "a\0b",
        "\ud800",
        "\udc00a",
        "\u202eabc",
        "مرحبا",
      ],
      ...[
        "x".repeat(10_000),
        "a ".repeat(5_000),
        "東".repeat(10_000),
        "\u0301",
        "e\u0301".repeat(500),
        "[1,2]",
      ],
    ];
    const ctx = systemContext(shop.db); // longer texts than a client can send
    for (const q of hostile) {
      await listProducts(ctx, productsInput.parse({ q }));
      await suggest(ctx, suggestInput.parse({ q }));
    }
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.stringMatching(/^["*^:()\-+{}' ANDORTE]{1,40}$/),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (q) => {
        expect(await shop.client.catalog.products.query({ q })).toHaveProperty("items");
        expect(await shop.client.catalog.suggest.query({ q })).toBeArray();
      }),
      { numRuns: runs(300) },
    );
  });
});

describe("the order of what is found", () => {
  test("is the exact SKU or barcode, whole words in titles, beginnings, then tags before texts", async () => {
    const shop = await createTestShop();
    await newSearched(shop, { title: "Stool", description: "Goes with the lamp and a table and a rug" });
    await newSearched(shop, { title: "Shade", tags: ["lamp"] });
    await newSearched(shop, { title: "Lampion" });
    await newSearched(shop, { title: "Floor lamp in brass" });
    await newSearched(shop, { title: "Lamps" });
    await newSearched(shop, { title: "Bulb", sku: "LAMP" });
    await newSearched(shop, { title: "Socket", barcode: "lamp" });
    const found = await titles(shop, "lamp");
    expect(found.slice(0, 2).toSorted()).toEqual(["Bulb", "Socket"]);
    expect(found.slice(2)).toEqual(["Lamps", "Floor lamp in brass", "Lampion", "Shade", "Stool"]);
  });

  test("puts a SKU before those it begins", async () => {
    const shop = await createTestShop();
    for (const sku of ["A-10", "A-1", "A-100"]) await newSearched(shop, { title: `Screw ${sku}`, sku });
    expect((await titles(shop, "a-1"))[0]).toBe("Screw A-1");
  });

  test("is a SKU or barcode alone, if it has a digit and no other product has its words", async () => {
    const shop = await createTestShop();
    await newSearched(shop, { title: "Case for the X-1000", sku: "C-1" });
    const productId = await newSearched(shop, { title: "Camera", sku: "X-100", barcode: "4006381333931" });
    expect(await titles(shop, " x-100 ")).toEqual(["Camera"]);
    expect(await titles(shop, "4006381333931")).toEqual(["Camera"]);
    expect((await shop.client.catalog.suggest.query({ q: "X-100" })).map(({ title }) => title)).toEqual([
      "Camera",
    ]);
    await shop.db
      .update(products)
      .set({ status: "archived", updatedAt: new Date() })
      .where(eq(products.id, productId));
    expect(await titles(shop, "x-100")).toEqual(["Case for the X-1000"]);
  });

  test("goes on after a SKU with a digit to what else has it as a word", async () => {
    const shop = await createTestShop();
    await newSearched(shop, { title: "Levi's 501 jeans" });
    await newSearched(shop, { title: "Spoon", sku: "501" });
    await newSearched(shop, { title: "Belt", description: "Made for the 501" });
    expect(await titles(shop, "501")).toEqual(["Spoon", "Levi's 501 jeans", "Belt"]);
    const suggested = await shop.client.catalog.suggest.query({ q: "501" });
    expect(suggested.map(({ title }) => title)).toEqual(["Spoon", "Levi's 501 jeans"]);
  });

  test("is kept from page to page", async () => {
    const shop = await createTestShop();
    for (let i = 0; i < 30; i++) {
      await newSearched(shop, { title: i % 3 ? `Tea ${"x".repeat(i % 5)}` : "Cup", description: "For tea" });
    }
    const all = (await shop.client.catalog.products.query({ q: "tea", limit: 100 })).items;
    const paged = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await shop.client.catalog.products.query({ q: "tea", limit: 7, cursor });
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(all.length).toBe(30);
    expect(paged).toEqual(all);
  });

  test("is kept from page to page of a corrected query", async () => {
    const shop = await createTestShop();
    for (const title of ["Teapot", "Teapot blue", "Teapot for two"]) await newSearched(shop, { title });
    const first = await shop.client.catalog.products.query({ q: "taepot", limit: 2 });
    const { nextCursor: cursor } = first;
    const second = await shop.client.catalog.products.query({ q: "taepot", limit: 2, cursor: cursor ?? "" });
    expect([...first.items, ...second.items].map(({ title }) => title)).toEqual([
      "Teapot",
      "Teapot blue",
      "Teapot for two",
    ]);
    expect(second.correctedQuery).toBe("teapot");
  });

  test("of other sorts is theirs", async () => {
    const shop = await createTestShop();
    for (const title of ["Tea C", "Tea A", "Soap", "Tea B"]) await newSearched(shop, { title });
    const { items } = await shop.client.catalog.products.query({ q: "tea", sort: "title" });
    expect(items.map(({ title }) => title)).toEqual(["Tea A", "Tea B", "Tea C"]);
  });
});

test("values of options are found", async () => {
  const shop = await createTestShop();
  const productId = await newSearched(shop, { title: "Shirt" });
  const options = [{ name: "Colour", values: ["Midnight blue", "Sand"] }];
  await shop.db.update(products).set({ options, updatedAt: new Date() }).where(eq(products.id, productId));
  expect(await titles(shop, "midnight shirt")).toEqual(["Shirt"]);
  expect(await titles(shop, "colour")).toEqual([]);
});

test("words that are gone correct nothing any more", async () => {
  const shop = await createTestShop();
  const productId = await newSearched(shop, { title: "Teapot" });
  expect((await search(shop, "teapto")).correctedQuery).toBe("teapot");
  await shop.db
    .update(products)
    .set({ title: "Kettle", updatedAt: new Date() })
    .where(eq(products.id, productId));
  expect((await search(shop, "teapto")).correctedQuery).toBeNull();
  expect((await search(shop, "ketle")).titles).toEqual(["Kettle"]);
  await shop.db.run(sql`delete from products`);
  expect(await shop.db.all(sql`select * from search_words`)).toEqual([]);
});
