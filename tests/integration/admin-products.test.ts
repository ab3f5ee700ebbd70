import { describe, expect, test } from "bun:test";
import { asc, eq } from "drizzle-orm";
import {
  attributes,
  auditEvents,
  carts,
  categories,
  markets,
  productSlugs,
  products,
  variants,
} from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { refusalOf } from "../helpers/refusal.ts";

const hour = 3_600_000;

/** A shop with an editor of its catalogue. */
async function newEditor(...overrides: Parameters<typeof createTestShop>) {
  const shop = await createTestShop(...overrides);
  const { client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
  return { shop, db: shop.db, client: shop.client, admin: client.admin.catalog };
}

const eur = (amount: number) => ({ currency: "EUR", amount });
const shirt = {
  title: "Shirt",
  optionNames: ["Size"],
  variants: [
    { sku: "S-1", barcode: "111", optionValues: ["S"], prices: [eur(1000)] },
    { sku: "S-2", barcode: "222", optionValues: ["M"], prices: [eur(1200)] },
  ],
};

async function newCategory({ db }: Pick<TestShop, "db">, slug: string, parentId: string | null = null) {
  const id = `cat_${slug}`;
  await db.insert(categories).values({ id, slug, name: slug.toUpperCase(), parentId });
  return { id, slug, name: slug.toUpperCase() };
}

async function newAttributes({ db }: Pick<TestShop, "db">) {
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  await db.insert(attributes).values([
    { key: "material", name: "Material", type: "choice", choices: ["cotton", "wool"], ...dates },
    { key: "pages", name: "Pages", type: "number", ...dates },
    { key: "vegan", name: "Vegan", type: "boolean", ...dates },
    { key: "care", name: "Care", type: "text", ...dates },
  ]);
}

/** Every row that products are made of, to see that nothing changed. */
async function contentsOf({ database }: Pick<TestShop, "database">) {
  const tables = [
    "products",
    "product_slugs",
    "product_option_values",
    "product_listings",
    "product_tags",
    "product_images",
    "variants",
    "prices",
    "price_offers",
    "product_categories",
    "product_attributes",
    "product_translations",
    "stock_levels",
    "search_documents",
    "audit_events",
  ];
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const { rows } = await database.client.execute(`select * from ${table} order by 1, 2`);
    found[table] = rows.map((row) => ({ ...row }));
  }
  return found;
}

describe("a new product", () => {
  test("has everything that was given, and reads the same afterwards", async () => {
    const { shop, admin } = await newEditor();
    const men = await newCategory(shop, "men");
    await newAttributes(shop);
    const publishedAt = new Date("2026-01-02T03:04:05Z");
    const startsAt = new Date("2027-01-01T00:00:00Z");
    const endsAt = new Date("2027-02-01T00:00:00Z");
    const image = { url: "https://img.test/a.jpg", alt: "Front", width: 800, height: 600 };
    const product = await admin.createProduct.mutate({
      slug: "blue-shirt",
      title: " Blue shirt ",
      description: "<p>Soft &amp; blue</p>",
      vendor: "Acme",
      type: "Shirts",
      status: "published",
      publishedAt,
      seoTitle: "A shirt",
      seoDescription: "To wear",
      taxClass: "reduced",
      tags: ["sale", "blue"],
      images: [
        { ...image, sizes: [{ url: "https://img.test/a-320.jpg", width: 320 }] },
        { url: "/media/b.png" },
      ],
      categories: [men.id],
      attributes: { material: "wool", pages: 12.5, vegan: false, care: "Wash cold" },
      translations: [
        { locale: "de", slug: "blaues-hemd", title: "Blaues Hemd", description: "<b>Weich</b>" },
      ],
      optionNames: ["Size", "Colour"],
      variants: [
        {
          sku: "SKU-1",
          barcode: "4006381333931",
          optionValues: ["S", "Blue"],
          weightGrams: 200,
          lengthMm: 300,
          widthMm: 200,
          heightMm: 20,
          imageUrl: "/media/b.png",
          prices: [
            {
              ...eur(1990),
              compareAtAmount: 2490,
              offers: [
                { amount: 1790, minQuantity: 10 },
                { amount: 1490, startsAt, endsAt },
              ],
            },
            { currency: "USD", amount: 2190 },
          ],
          stock: { policy: "backorder", onHand: 7 },
        },
        { optionValues: ["M", "Blue"], requiresShipping: false, maxPerOrder: 3 },
      ],
    });
    expect(product).toMatchObject({
      slug: "blue-shirt",
      title: "Blue shirt",
      description: "<p>Soft &amp; blue</p>",
      vendor: "Acme",
      type: "Shirts",
      status: "published",
      publishedAt,
      seoTitle: "A shirt",
      seoDescription: "To wear",
      taxClass: "reduced",
      tags: ["blue", "sale"],
      options: [
        { name: "Size", values: ["S", "M"] },
        { name: "Colour", values: ["Blue"] },
      ],
      images: [
        { ...image, sizes: [{ url: "https://img.test/a-320.jpg", width: 320 }] },
        { url: "/media/b.png", alt: "", width: null, height: null, sizes: [] },
      ],
      categories: [men],
      attributes: { material: "wool", pages: 12.5, vegan: false, care: "Wash cold" },
      translations: [
        {
          locale: "de",
          slug: "blaues-hemd",
          title: "Blaues Hemd",
          description: "<b>Weich</b>",
          seoTitle: null,
          seoDescription: null,
        },
      ],
      version: 1,
    });
    expect(product.variants).toMatchObject([
      {
        sku: "SKU-1",
        barcode: "4006381333931",
        title: "S / Blue",
        optionValues: ["S", "Blue"],
        weightGrams: 200,
        lengthMm: 300,
        widthMm: 200,
        heightMm: 20,
        requiresShipping: true,
        maxPerOrder: null,
        imageId: product.images[1]?.id,
        prices: [
          {
            ...eur(1990),
            compareAtAmount: 2490,
            offers: [
              { amount: 1490, minQuantity: 1, startsAt, endsAt },
              { amount: 1790, minQuantity: 10, startsAt: null, endsAt: null },
            ],
          },
          { currency: "USD", amount: 2190, compareAtAmount: null, offers: [] },
        ],
        stock: { policy: "backorder", onHand: 7, reserved: 0 },
      },
      {
        sku: null,
        title: "M / Blue",
        requiresShipping: false,
        maxPerOrder: 3,
        prices: [],
        stock: { policy: "deny", onHand: 0, reserved: 0 },
      },
    ]);
    expect(await admin.product.query({ id: product.id })).toEqual(product);
  });

  test("is a draft of its title alone, and gets one variant with a price alone", async () => {
    const { admin } = await newEditor();
    const bare = await admin.createProduct.mutate({ title: "Tea" });
    expect(bare).toMatchObject({
      status: "draft",
      publishedAt: null,
      slug: "tea",
      options: [],
      variants: [],
    });
    const { variants } = await admin.createProduct.mutate({ title: "Coffee", prices: [eur(500)] });
    expect(variants).toMatchObject([{ title: "Default", optionValues: [], prices: [eur(500)] }]);
  });

  test("is sold from the date on that it is published for", async () => {
    const clock = newClock();
    const { client, admin } = await newEditor({ clock });
    const publishedAt = new Date(clock.now().getTime() + hour);
    const variant = { prices: [eur(500)], stock: { onHand: 3 } };
    const { slug } = await admin.createProduct.mutate({
      title: "Soon",
      status: "published",
      publishedAt,
      variants: [variant],
    });
    const read = () => client.catalog.product.query({ slug });
    expect(await refusalOf(read())).toMatchObject({ code: "NOT_FOUND" });
    clock.advance(hour);
    expect(await read()).toMatchObject({ slug, available: true });
  });

  test("gets a slug of its title that no other has or had", async () => {
    const { admin } = await newEditor();
    const create = async (title: string) => (await admin.createProduct.mutate({ title })).slug;
    expect(await create("Crème & Co")).toBe("creme-and-co");
    expect(await create("Creme and Co")).toBe("creme-and-co-2");
    expect(await create("creme and co!")).toBe("creme-and-co-3");
    expect([await create("☕"), await create("🫖")]).toEqual(["product", "product-2"]);
    expect(await create("x".repeat(300))).toBe("x".repeat(180));
    const { id } = await admin.createProduct.mutate({ title: "Old", slug: "old" });
    await admin.updateProduct.mutate({ id, slug: "new" });
    expect(await create("Old")).toBe("old-2");
  });

  test("cannot have a slug that is in use, in whatever language", async () => {
    const { admin } = await newEditor();
    await admin.createProduct.mutate({
      title: "A",
      slug: "taken",
      translations: [{ locale: "de", slug: "besetzt" }],
    });
    for (const slug of ["taken", "besetzt"]) {
      expect(await refusalOf(admin.createProduct.mutate({ title: "B", slug }))).toEqual({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "slug", message: "is taken" }] },
      });
      const translations = [{ locale: "fr" }, { locale: "de", slug }];
      expect(
        await refusalOf(admin.createProduct.mutate({ title: "B", slug: "free", translations })),
      ).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path: "translations.1.slug" }] } });
    }
    expect((await admin.products.query({})).items).toHaveLength(1);
  });

  test("of several at once with one slug, SKU or barcode one wins", async () => {
    const { admin } = await newEditor();
    const race = async (traits: { slug?: string; sku?: string; barcode?: string }) => {
      const { slug, ...variant } = traits;
      const creates = [1, 2, 3, 4].map(() =>
        admin.createProduct.mutate({ title: "Race", ...(slug && { slug }), variants: [variant] }),
      );
      const results = await Promise.allSettled(creates);
      return results.filter(({ status }) => status === "fulfilled").length;
    };
    expect(await race({ slug: "one" })).toBe(1);
    expect(await race({ sku: "ONE" })).toBe(1);
    expect(await race({ barcode: "1" })).toBe(1);
    expect(await race({})).toBe(4);
  });

  test("is made once for one idempotency key", async () => {
    const { admin } = await newEditor();
    const create = () => admin.createProduct.mutate({ title: "Once" }, { idempotencyKey: "key-1" });
    const first = await create();
    expect(await create()).toEqual(first);
    expect((await admin.products.query({})).items).toHaveLength(1);
  });
});

describe("an update", () => {
  test("changes what is given, and nothing else", async () => {
    const { shop, admin } = await newEditor();
    const men = await newCategory(shop, "men");
    await newAttributes(shop);
    const lists = {
      tags: ["a"],
      images: [{ url: "/a.jpg" }, { url: "/b.jpg" }],
      categories: [men.id],
      attributes: { vegan: true },
      translations: [{ locale: "de", slug: "hemd", title: "Hemd" }],
    };
    const before = await admin.createProduct.mutate({ ...shirt, ...lists, vendor: "Acme" });
    const after = await admin.updateProduct.mutate({ id: before.id, title: "Blouse" });
    expect(after).toEqual({ ...before, title: "Blouse", version: 2, updatedAt: after.updatedAt });
    expect(after.updatedAt.getTime()).toBeGreaterThanOrEqual(before.updatedAt.getTime());

    const [a, b] = before.images;
    const moved = await admin.updateProduct.mutate({
      id: before.id,
      vendor: null,
      taxClass: "zero",
      tags: ["b", "c"],
      images: [{ url: "/b.jpg", alt: "Back" }, { url: "/c.jpg" }, { url: "/a.jpg" }],
      attributes: { care: "None" },
      translations: [{ locale: "fr-ca", title: "Chemise" }],
    });
    expect(moved).toMatchObject({
      vendor: null,
      taxClass: "zero",
      tags: ["b", "c"],
      images: [{ id: b?.id, alt: "Back" }, { url: "/c.jpg" }, { id: a?.id }],
      categories: [men],
      attributes: { care: "None" },
      translations: [{ locale: "fr-CA", slug: null, title: "Chemise" }],
    });
    const emptied = await admin.updateProduct.mutate({
      id: before.id,
      tags: null,
      images: [],
      categories: null,
      attributes: {},
      translations: null,
    });
    const none = { tags: [], images: [], categories: [], attributes: {}, translations: [] };
    expect(emptied).toMatchObject({ ...none, title: "Blouse", version: 4 });
  });

  test("leaves a slug that was given up leading to the product until another takes it", async () => {
    const { db, admin } = await newEditor();
    const leadsTo = async (slug: string) =>
      (await db.select().from(productSlugs).where(eq(productSlugs.slug, slug)))[0]?.productId;
    const { id } = await admin.createProduct.mutate({
      title: "A",
      slug: "one",
      translations: [{ locale: "de", slug: "eins" }],
    });
    await admin.updateProduct.mutate({ id, slug: "two", translations: [{ locale: "de", slug: "one" }] });
    await admin.updateProduct.mutate({ id, slug: "eins" });
    expect(await Promise.all(["one", "two", "eins"].map(leadsTo))).toEqual([id, id, id]);
    const other = await admin.createProduct.mutate({ title: "B", slug: "two" });
    expect(await leadsTo("two")).toBe(other.id);
    expect(await admin.product.query({ id })).toMatchObject({
      slug: "eins",
      translations: [{ slug: "one" }],
    });
  });

  test("lets translations trade their slugs", async () => {
    const { admin } = await newEditor();
    const { id } = await admin.createProduct.mutate({
      title: "A",
      translations: [
        { locale: "de", slug: "x" },
        { locale: "fr", slug: "y" },
      ],
    });
    const translations = [
      { locale: "de", slug: "y" },
      { locale: "fr", slug: "x" },
    ];
    expect(await admin.updateProduct.mutate({ id, translations })).toMatchObject({ translations });
  });

  test("dates what is published for the first time, and keeps the date afterwards", async () => {
    const clock = newClock();
    const { admin } = await newEditor({ clock });
    const { id } = await admin.createProduct.mutate({ title: "A" });
    const first = clock.now();
    expect(await admin.updateProduct.mutate({ id, status: "published" })).toMatchObject({
      publishedAt: first,
    });
    clock.advance(hour);
    expect(await admin.archiveProduct.mutate({ id })).toMatchObject({ status: "archived", version: 3 });
    expect(await admin.updateProduct.mutate({ id, status: "published" })).toMatchObject({
      publishedAt: first,
    });
    expect(await refusalOf(admin.updateProduct.mutate({ id, publishedAt: null }))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "publishedAt" }] },
    });
  });

  test("of two that saw the same version one wins, and the other learns the current one", async () => {
    const { admin } = await newEditor();
    const { id, version } = await admin.createProduct.mutate({ title: "A" });
    const results = await Promise.allSettled(
      ["B", "C"].map((title) => admin.updateProduct.mutate({ id, version, title })),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const stale = [
      () => admin.updateProduct.mutate({ id, version, title: "D" }),
      () => admin.archiveProduct.mutate({ id, version }),
      () => admin.saveVariants.mutate({ productId: id, version, variants: [] }),
    ];
    for (const call of stale) {
      expect(await refusalOf(call())).toEqual({ code: "VERSION_CONFLICT", data: { current: 2 } });
    }
  });

  test("of a product that is not there finds none", async () => {
    const { admin } = await newEditor();
    const id = "prod_none";
    const calls = [
      () => admin.product.query({ id }),
      () => admin.updateProduct.mutate({ id, title: "D" }),
      () => admin.archiveProduct.mutate({ id, version: 1 }),
      () => admin.saveVariants.mutate({ productId: id, variants: [] }),
      () => admin.updateProducts.mutate({ ids: [id], set: { vendor: "A" } }),
      () => admin.setPrices.mutate({ prices: [{ variantId: "var_none", ...eur(1) }] }),
    ];
    for (const call of calls) expect(await refusalOf(call())).toEqual({ code: "NOT_FOUND", data: {} });
  });
});

describe("variants", () => {
  test("are changed, added, put in order and removed", async () => {
    const { admin } = await newEditor();
    const { id: productId, variants } = await admin.createProduct.mutate(shirt);
    const [small, medium] = variants;
    const kept = await admin.saveVariants.mutate({
      productId,
      version: 1,
      variants: [
        { optionValues: ["L"], prices: [eur(1500)], stock: { onHand: 4 } },
        { id: medium?.id ?? "", weightGrams: 300, maxPerOrder: 2 },
      ],
    });
    expect(kept).toMatchObject({
      version: 2,
      options: [{ name: "Size", values: ["L", "M", "S"] }],
      variants: [
        { optionValues: ["L"], stock: { onHand: 4 } },
        { ...medium, weightGrams: 300, maxPerOrder: 2 },
        { ...small },
      ],
    });
    const removed = await admin.saveVariants.mutate({
      productId,
      optionNames: ["Size", "Colour"],
      variants: [
        { id: small?.id ?? "", optionValues: ["S", "Red"], prices: [{ currency: "USD", amount: 5 }] },
      ],
      removeOthers: true,
    });
    expect(removed).toMatchObject({
      options: [
        { name: "Size", values: ["S"] },
        { name: "Colour", values: ["Red"] },
      ],
      variants: [{ id: small?.id, title: "S / Red", sku: "S-1", prices: [{ currency: "USD", amount: 5 }] }],
    });
  });

  test("leave open carts, which are other carts from then on", async () => {
    const clock = newClock();
    const { shop, admin } = await newEditor({ clock });
    const { id: productId, variants } = await admin.createProduct.mutate({
      ...shirt,
      status: "published",
      variants: shirt.variants.map((variant) => ({ ...variant, stock: { policy: "untracked" as const } })),
    });
    const [small, medium] = variants.map(({ id }) => id);
    const line = (variantId = "") => ({ variantId, quantity: 1 });
    const other = await newProduct(shop.db);
    const holding = await readyCart(shop, [line(small), line(other.variantId)]);
    const others = await readyCart(shop, [line(other.variantId)]);
    const rowOf = async ({ id }: { id: string }) => {
      const [row] = await shop.db.select().from(carts).where(eq(carts.id, id));
      return row;
    };
    const [before, untouched] = [await rowOf(holding), await rowOf(others)];

    clock.advance(hour);
    const removal = { productId, variants: [{ id: medium ?? "" }], removeOthers: true };
    await admin.saveVariants.mutate(removal);
    const seen = await shop.client.cart.get.query({ cartId: holding.id });
    expect(seen).toMatchObject({ version: holding.version + 1, lines: [{ variantId: other.variantId }] });
    expect(await rowOf(holding)).toMatchObject({
      version: holding.version + 1,
      updatedAt: new Date((before?.updatedAt.getTime() ?? 0) + hour),
    });
    expect(await rowOf(others)).toEqual(untouched);
  });

  test("may trade their SKUs, barcodes and option values", async () => {
    const { admin } = await newEditor();
    const { id: productId, variants } = await admin.createProduct.mutate(shirt);
    const [one, other] = variants;
    const traded = await admin.saveVariants.mutate({
      productId,
      variants: [
        { id: one?.id ?? "", sku: "S-2", barcode: "222", optionValues: ["M"] },
        { id: other?.id ?? "", sku: "S-1", barcode: "111", optionValues: ["S"] },
      ],
    });
    expect(traded.variants).toMatchObject([
      { id: one?.id, sku: "S-2", barcode: "222", title: "M" },
      { id: other?.id, sku: "S-1", barcode: "111", title: "S" },
    ]);
  });

  test("that were ordered stay", async () => {
    const { shop, admin } = await newEditor();
    const { id: productId, variants } = await admin.createProduct.mutate({
      ...shirt,
      status: "published",
      variants: shirt.variants.map((variant) => ({ ...variant, stock: { onHand: 5 } })),
    });
    const ordered = variants[0]?.id ?? "";
    const { id: cartId } = await readyCart(shop, [{ variantId: ordered, quantity: 1 }]);
    await shop.client.order.place.mutate({ cartId, provider: "manual", method: "test_card" });
    const before = await contentsOf(shop);
    const remove = admin.saveVariants.mutate({ productId, variants: [], removeOthers: true });
    expect(await refusalOf(remove)).toEqual({ code: "CONFLICT", data: {} });
    expect(await contentsOf(shop)).toEqual(before);
  });

  test("are 250 at most, old and new", async () => {
    const { admin } = await newEditor();
    const variants = Array.from({ length: 250 }, (_, index) => ({
      optionValues: [`${index}`],
      prices: [eur(index)],
    }));
    const { id: productId } = await admin.createProduct.mutate({
      title: "Many",
      optionNames: ["No"],
      variants,
    });
    const more = admin.saveVariants.mutate({ productId, variants: [{ optionValues: ["more"] }] });
    expect(await refusalOf(more)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "variants" }] },
    });
  });

  test("of another product are not found", async () => {
    const { db, admin } = await newEditor();
    const { variantId } = await newProduct(db);
    const { id: productId } = await admin.createProduct.mutate(shirt);
    const call = admin.saveVariants.mutate({ productId, variants: [{ id: variantId, optionValues: ["L"] }] });
    expect(await refusalOf(call)).toEqual({ code: "NOT_FOUND", data: {} });
  });
});

describe("prices", () => {
  test("are set for many variants at once, and removed by null", async () => {
    const { admin } = await newEditor();
    const one = await admin.createProduct.mutate(shirt);
    const other = await admin.createProduct.mutate({
      title: "Cup",
      prices: [{ ...eur(800), compareAtAmount: 900 }],
    });
    const [small = "", medium = ""] = one.variants.map(({ id }) => id);
    const cup = other.variants[0]?.id ?? "";
    const offers = [{ amount: 700, minQuantity: 5 }];
    const { products } = await admin.setPrices.mutate({
      prices: [
        { variantId: small, currency: "EUR", amount: null },
        { variantId: medium, currency: "USD", amount: 1500, compareAtAmount: 1700 },
        { variantId: cup, ...eur(850), offers },
      ],
    });
    expect(products.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: one.id, version: 2 },
      { id: other.id, version: 2 },
    ]);
    expect((await admin.product.query({ id: one.id })).variants).toMatchObject([
      { prices: [] },
      { prices: [eur(1200), { currency: "USD", amount: 1500, compareAtAmount: 1700, offers: [] }] },
    ]);
    const pricesOfCup = async () => (await admin.product.query({ id: other.id })).variants[0]?.prices;
    expect(await pricesOfCup()).toMatchObject([{ ...eur(850), compareAtAmount: 900, offers }]);
    // What it cost before is no reduction any more.
    await admin.setPrices.mutate({ prices: [{ variantId: cup, ...eur(950) }] });
    expect(await pricesOfCup()).toMatchObject([{ ...eur(950), compareAtAmount: null, offers }]);
  });

  test("of a thousand variants are set in one call, all or none", async () => {
    const { shop, admin } = await newEditor();
    const all: string[] = [];
    for (const title of ["A", "B", "C", "D"]) {
      const variants = Array.from({ length: 250 }, (_, index) => ({ optionValues: [`${index}`] }));
      const product = await admin.createProduct.mutate({ title, optionNames: ["No"], variants });
      all.push(...product.variants.map(({ id }) => id));
    }
    const prices = all.map((variantId, index) => ({ variantId, ...eur(index), offers: [{ amount: 0 }] }));
    const before = await contentsOf(shop);
    const [first, ...others] = prices;
    const withUnknown = [{ ...eur(1), variantId: "var_none" }, ...others];
    expect(await refusalOf(admin.setPrices.mutate({ prices: withUnknown }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await contentsOf(shop)).toEqual(before);
    await admin.setPrices.mutate({ prices });
    const { rows } = await shop.database.client.execute("select count(*) as n from price_offers");
    expect(rows[0]?.["n"]).toBe(1000);
    const events = await shop.db.select().from(auditEvents).where(eq(auditEvents.type, "prices-set"));
    expect(events.map(({ details }) => details)).toEqual(
      Array(4).fill({ prices: expect.any(Array), more: 200 }),
    );
    expect(events.map(({ details }) => details?.["prices"])).toContainEqual(
      prices.slice(0, 50).map(({ variantId, currency, amount }) => ({ variantId, currency, amount })),
    );
    const tooMany = [...prices, { variantId: first?.variantId ?? "", currency: "USD", amount: 1 }];
    expect(await refusalOf(admin.setPrices.mutate({ prices: tooMany }))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "prices" }] },
    });
  });
});

describe("an update of many products", () => {
  test("changes each of them, all or none", async () => {
    const { shop, admin } = await newEditor();
    const [men, women] = [await newCategory(shop, "men"), await newCategory(shop, "women")];
    const traits = { tags: ["old", "kept"], categories: [men.id] };
    const one = await admin.createProduct.mutate({ title: "A", ...traits });
    const other = await admin.createProduct.mutate({ title: "B", ...traits, tags: ["new"] });
    const set = {
      status: "published",
      vendor: "Acme",
      type: null,
      taxClass: "reduced",
      addTags: ["new"],
      removeTags: ["old"],
      addCategories: [women.id],
      removeCategories: [men.id],
    } as const;
    const copy = { ...set, addTags: [...set.addTags], removeTags: [...set.removeTags] };
    const change = {
      ...copy,
      addCategories: [...set.addCategories],
      removeCategories: [...set.removeCategories],
    };
    const before = await contentsOf(shop);
    const ids = [one.id, other.id, one.id];
    const refused = admin.updateProducts.mutate({ ids: [...ids, "prod_none"], set: change });
    expect(await refusalOf(refused)).toMatchObject({ code: "NOT_FOUND" });
    expect(await contentsOf(shop)).toEqual(before);

    expect((await admin.updateProducts.mutate({ ids, set: change })).products).toHaveLength(2);
    const after = {
      status: "published",
      vendor: "Acme",
      taxClass: "reduced",
      categories: [women],
      version: 2,
    };
    expect(await admin.product.query({ id: one.id })).toMatchObject({ ...after, tags: ["kept", "new"] });
    expect(await admin.product.query({ id: other.id })).toMatchObject({ ...after, tags: ["new"] });
  });

  test("lets others have their turn in between", async () => {
    const { admin, db } = await newEditor();
    const ids: string[] = [];
    for (let i = 0; i < 201; i++) ids.push((await newProduct(db)).productId);
    const turnsDuring = async (some: string[]) => {
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 0);
      await admin.updateProducts.mutate({ ids: some, set: { addTags: ["a", "b", "c"] } });
      clearInterval(timer);
      return turns;
    };
    const least = await turnsDuring(ids.slice(0, 1));
    expect((await turnsDuring(ids)) - least).toBeGreaterThanOrEqual(3);
  });

  test("gives none more tags than a product may have", async () => {
    const { shop, admin } = await newEditor();
    const tags = Array.from({ length: 250 }, (_, index) => `tag-${index}`);
    const { id } = await admin.createProduct.mutate({ title: "A", tags });
    const before = await contentsOf(shop);
    const add = (tag: string) => admin.updateProducts.mutate({ ids: [id], set: { addTags: [tag] } });
    expect(await refusalOf(add("another"))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "set.addTags" }] },
    });
    expect(await contentsOf(shop)).toEqual(before);
    expect((await add("tag-1")).products).toEqual([{ id, version: 2 }]);
  });
});

describe("bad input changes nothing and is told by its path:", () => {
  const variant = { optionValues: ["S"] };
  const fields: [path: string, fields: object][] = [
    ["title", { title: " " }],
    ["title", { title: "x".repeat(301) }],
    ["", { title: "a\0b" }],
    ["title", { title: "\ud800" }],
    ["slug", { slug: "" }],
    ["slug", { slug: "two words" }],
    ["slug", { slug: "a/b" }],
    ["slug", { slug: "x".repeat(201) }],
    ["description", { description: "x".repeat(100_001) }],
    ["vendor", { vendor: "" }],
    ["type", { type: "x".repeat(201) }],
    ["status", { status: "gone" }],
    ["publishedAt", { publishedAt: "tomorrow" }],
    ["publishedAt", { status: "published", publishedAt: null }],
    ["seoTitle", { seoTitle: "x".repeat(301) }],
    ["seoDescription", { seoDescription: "x".repeat(1_001) }],
    ["taxClass", { taxClass: "" }],
    ["taxClass", { taxClass: "Reduced" }],
    ["taxClass", { taxClass: "x".repeat(51) }],
    ["tags", { tags: Array.from({ length: 251 }, (_, index) => `${index}`) }],
    ["tags.1", { tags: ["fine", "x".repeat(101)] }],
    ["tags.0", { tags: [""] }],
    ["images.0.url", { images: [{ url: "javascript:alert(1)" }] }],
    ["images.0.url", { images: [{ url: "//elsewhere.test/a.jpg" }] }],
    ["images.1.url", { images: [{ url: "/a.jpg" }, { url: "/a.jpg" }] }],
    ["images.0.alt", { images: [{ url: "/a.jpg", alt: "x".repeat(1_001) }] }],
    ["images.0.width", { images: [{ url: "/a.jpg", width: 0 }] }],
    ["images.0.sizes.0.width", { images: [{ url: "/a.jpg", sizes: [{ url: "/b.jpg", width: -1 }] }] }],
    ["categories.0", { categories: ["cat_none"] }],
    ["attributes.colour", { attributes: { colour: "red" } }],
    ["attributes.material", { attributes: { material: "silk" } }],
    ["attributes.material", { attributes: { material: 1 } }],
    ["attributes.pages", { attributes: { pages: "many" } }],
    ["attributes.pages", { attributes: { pages: Number.NaN } }],
    ["attributes.vegan", { attributes: { vegan: "yes" } }],
    ["attributes.care", { attributes: { care: true } }],
    ["attributes.care", { attributes: { care: "x".repeat(5_001) } }],
    ["translations.0.locale", { translations: [{ locale: "german" }] }],
    ["translations.0.locale", { translations: [{ locale: "de_DE" }] }],
    ["translations.1.locale", { translations: [{ locale: "de" }, { locale: "de" }] }],
    ["translations.0.slug", { translations: [{ locale: "de", slug: "a b" }] }],
    ["translations.0.slug", { translations: [{ locale: "de", slug: "known" }] }],
    ["translations.0.title", { translations: [{ locale: "de", title: "x".repeat(301) }] }],
  ];
  const ofVariants: [path: string, variants: object][] = [
    ["variants", { variants: Array.from({ length: 251 }, () => ({})) }],
    ["variants.0.sku", { variants: [{ ...variant, sku: "KNOWN" }] }],
    [
      "variants.1.sku",
      {
        variants: [
          { ...variant, sku: "A" },
          { optionValues: ["M"], sku: "A" },
        ],
      },
    ],
    ["variants.0.sku", { variants: [{ ...variant, sku: "x".repeat(101) }] }],
    ["variants.0.barcode", { variants: [{ ...variant, barcode: "999" }] }],
    [
      "variants.1.barcode",
      {
        variants: [
          { ...variant, barcode: "A" },
          { optionValues: ["M"], barcode: "A" },
        ],
      },
    ],
    ["variants.0.optionValues", { variants: [{ optionValues: [] }] }],
    ["variants.0.optionValues", { variants: [{ optionValues: ["S", "Blue"] }] }],
    ["variants.1.optionValues", { variants: [variant, variant] }],
    ["variants.0.optionValues.0", { variants: [{ optionValues: [""] }] }],
    ["variants.0.maxPerOrder", { variants: [{ ...variant, maxPerOrder: 0 }] }],
    ["variants.0.maxPerOrder", { variants: [{ ...variant, maxPerOrder: 90_001 }] }],
    ["variants.0.weightGrams", { variants: [{ ...variant, weightGrams: -1 }] }],
    ["variants.0.lengthMm", { variants: [{ ...variant, lengthMm: 0 }] }],
    ["variants.0.widthMm", { variants: [{ ...variant, widthMm: 1.5 }] }],
    ["variants.0.heightMm", { variants: [{ ...variant, heightMm: -3 }] }],
    ["variants.0.imageId", { variants: [{ ...variant, imageId: "img_none" }] }],
    ["variants.0.imageUrl", { variants: [{ ...variant, imageUrl: "/none.jpg" }] }],
    ["variants.0.stock.onHand", { variants: [{ ...variant, stock: { onHand: -1 } }] }],
    ["variants.0.stock.policy", { variants: [{ ...variant, stock: { policy: "never" } }] }],
    ["optionNames.1", { optionNames: ["Size", "Size"], variants: [] }],
    ["optionNames.0", { optionNames: [""], variants: [] }],
  ];
  const ofPrices: [path: string, price: object][] = [
    ["amount", eur(-1)],
    ["amount", eur(0.5)],
    ["amount", eur(100_000_000_001)],
    ["currency", { currency: "EUX", amount: 1 }],
    ["currency", { currency: "eur", amount: 1 }],
    ["compareAtAmount", { ...eur(100), compareAtAmount: 100 }],
    ["offers.0.amount", { ...eur(100), offers: [{ amount: -1 }] }],
    ["offers.0.minQuantity", { ...eur(100), offers: [{ amount: 1, minQuantity: 0 }] }],
    ["offers.0.endsAt", { ...eur(100), offers: [{ amount: 1, startsAt: new Date(2), endsAt: new Date(2) }] }],
  ];

  async function newRefuser() {
    const editor = await newEditor();
    await newAttributes(editor.shop);
    const known = await editor.admin.createProduct.mutate({
      title: "Known",
      slug: "known",
      variants: [{ sku: "KNOWN", barcode: "999", prices: [eur(100)] }],
    });
    const own = await editor.admin.createProduct.mutate({ ...shirt, slug: "own" });
    const before = await contentsOf(editor.shop);
    /** Sound: what is tried is what the types refuse. */
    const expectRefused = async (path: string, call: Promise<unknown>) => {
      const { code, data } = await refusalOf(call);
      const issues = "issues" in data && Array.isArray(data.issues) ? data.issues : [];
      const paths: unknown[] = issues.map((issue) => issue.path);
      expect({ code, path: paths.includes(path) ? path : issues }).toEqual({ code: "BAD_REQUEST", path });
    };
    return { ...editor, known, own, before, expectRefused };
  }

  test("of a product's fields", async () => {
    const { shop, admin, own, before, expectRefused } = await newRefuser();
    for (const [path, bad] of fields) {
      await expectRefused(path, admin.createProduct.mutate({ title: "New", ...bad }));
      await expectRefused(path, admin.updateProduct.mutate({ id: own.id, ...bad }));
    }
    await expectRefused("slug", admin.updateProduct.mutate({ id: own.id, slug: "known" }));
    await expectRefused("prices", admin.createProduct.mutate({ title: "New", variants: [], prices: [] }));
    expect(await contentsOf(shop)).toEqual(before);
  });

  test("of its variants", async () => {
    const { shop, admin, own, before, expectRefused } = await newRefuser();
    for (const [path, bad] of ofVariants) {
      const wanted = { optionNames: ["Size"], variants: [], ...bad };
      await expectRefused(path, admin.createProduct.mutate({ title: "New", ...wanted }));
      await expectRefused(
        path,
        admin.saveVariants.mutate({ productId: own.id, removeOthers: true, ...wanted }),
      );
    }
    const [small = "", medium = ""] = own.variants.map(({ id }) => id);
    const save = (variants: object[], more: object = {}) =>
      // Sound: as above.
      admin.saveVariants.mutate({ productId: own.id, variants: variants as { id?: string }[], ...more });
    await expectRefused("variants.0.optionValues", save([{ id: small, optionValues: ["M"] }]));
    await expectRefused("variants.0.sku", save([{ id: medium, sku: "S-1" }]));
    await expectRefused("variants.0.stock", save([{ id: small, stock: { onHand: 1 } }]));
    await expectRefused("variants.1.id", save([{ id: small }, { id: small }]));
    await expectRefused("optionNames", save([{ id: small, optionValues: [] }], { optionNames: [] }));
    expect(await contentsOf(shop)).toEqual(before);
  });

  test("of prices", async () => {
    const { shop, admin, own, before, expectRefused } = await newRefuser();
    const variantId = own.variants[0]?.id ?? "";
    for (const [path, bad] of ofPrices) {
      const price = { ...eur(1), ...bad };
      const at = `prices.0.${path}`;
      await expectRefused(at, admin.createProduct.mutate({ title: "New", prices: [price] }));
      await expectRefused(at, admin.setPrices.mutate({ prices: [{ variantId, ...price }] }));
      const variants = [{ id: variantId, prices: [price] }];
      await expectRefused(`variants.0.${at}`, admin.saveVariants.mutate({ productId: own.id, variants }));
    }
    const twice = [eur(1), eur(2)];
    await expectRefused("prices.1.currency", admin.createProduct.mutate({ title: "New", prices: twice }));
    const prices = twice.map((price) => ({ variantId, ...price }));
    await expectRefused("prices.1", admin.setPrices.mutate({ prices }));
    await expectRefused("prices", admin.setPrices.mutate({ prices: [] }));
    expect(await contentsOf(shop)).toEqual(before);
  });

  test("of an update of many", async () => {
    const { shop, admin, own, before, expectRefused } = await newRefuser();
    const ids = [own.id];
    const update = (set: object) => admin.updateProducts.mutate({ ids, set });
    await expectRefused("ids", admin.updateProducts.mutate({ ids: [], set: {} }));
    const many = Array.from({ length: 501 }, (_, index) => `prod_${index}`);
    await expectRefused("ids", admin.updateProducts.mutate({ ids: many, set: {} }));
    await expectRefused("set.status", update({ status: "gone" }));
    await expectRefused("set.vendor", update({ vendor: "" }));
    await expectRefused("set.type", update({ type: "x".repeat(201) }));
    await expectRefused("set.addTags.0", update({ addTags: [""] }));
    await expectRefused("set.removeTags.0", update({ removeTags: ["x".repeat(101)] }));
    await expectRefused("set.addCategories.0", update({ addCategories: ["cat_none"] }));
    expect(await contentsOf(shop)).toEqual(before);
  });

  test("of the list", async () => {
    const { admin, expectRefused } = await newRefuser();
    await expectRefused("limit", admin.products.query({ limit: 101 }));
    await expectRefused("cursor", admin.products.query({ cursor: "nonsense" }));
    await expectRefused("q", admin.products.query({ q: "x".repeat(201) }));
  });
});

describe("the list", () => {
  test("has products of every status, filtered as asked", async () => {
    const { shop, admin } = await newEditor();
    const clothes = await newCategory(shop, "clothes");
    const shirts = await newCategory(shop, "shirts", clothes.id);
    await admin.createProduct.mutate({ ...shirt, vendor: "Acme", categories: [shirts.id] });
    await admin.createProduct.mutate({ title: "Cup", status: "published", tags: ["blue"] });
    const { id } = await admin.createProduct.mutate({ title: "Old", images: [{ url: "/a.jpg", alt: "A" }] });
    await admin.archiveProduct.mutate({ id });
    const titles = async (input: Parameters<typeof admin.products.query>[0]) =>
      (await admin.products.query(input)).items.map(({ title }) => title).toSorted();
    expect(await titles({})).toEqual(["Cup", "Old", "Shirt"]);
    expect(await titles({ status: "archived" })).toEqual(["Old"]);
    expect(await titles({ vendor: "Acme" })).toEqual(["Shirt"]);
    expect(await titles({ tag: "blue" })).toEqual(["Cup"]);
    expect(await titles({ category: "clothes" })).toEqual(["Shirt"]);
    const long = await newCategory(shop, "a".repeat(200), clothes.id);
    expect(await titles({ category: long.slug })).toEqual([]);
    expect(await titles({ q: "shir" })).toEqual(["Shirt"]);
    expect(await titles({ q: "S-2" })).toEqual(["Shirt"]);
    expect(await titles({ q: "222" })).toEqual(["Shirt"]);
    expect(await titles({ q: '"*' })).toEqual([]);
    const [old] = (await admin.products.query({ status: "archived" })).items;
    expect(old).toMatchObject({ id, image: { url: "/a.jpg", alt: "A" }, variants: 0, version: 2 });
  });

  test.each(["updated", "title"] as const)("is read page by page, sorted by %s", async (sort) => {
    const clock = newClock();
    const { admin } = await newEditor({ clock });
    for (const title of ["C", "A", "B", "A", "D"]) {
      clock.advance(title === "B" ? 0 : 1000);
      await admin.createProduct.mutate({ title });
    }
    const seen: { id: string; title: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.products.query({ sort, limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const titles = seen.map(({ title }) => title).join("");
    expect(titles).toBe(sort === "title" ? "AABCD" : "DABAC");
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
  });
});

describe("who may", () => {
  test("write is who has catalog:write, and read who has catalog:read", async () => {
    const { shop, client, admin } = await newEditor();
    const { id } = await admin.createProduct.mutate({ title: "A" });
    const reader = (await newStaff(shop, { permissions: ["catalog:read"] })).client.admin.catalog;
    expect(await reader.product.query({ id })).toMatchObject({ id });
    expect(await refusalOf(reader.updateProduct.mutate({ id, title: "B" }))).toMatchObject({
      code: "FORBIDDEN",
    });
    const customer = (await newCustomer(shop)).client.admin.catalog;
    expect(await refusalOf(customer.products.query({}))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(client.admin.catalog.products.query({}))).toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });

  test("did what is written down", async () => {
    const { db, admin } = await newEditor();
    const { id } = await admin.createProduct.mutate(shirt);
    await admin.updateProduct.mutate({ id, title: "Blouse", tags: ["new"] });
    const { variants } = await admin.saveVariants.mutate({ productId: id, variants: [] });
    const variantId = variants[0]?.id ?? "";
    await admin.setPrices.mutate({ prices: [{ variantId, ...eur(5) }] });
    await admin.updateProducts.mutate({ ids: [id], set: { vendor: "Acme" } });
    await admin.archiveProduct.mutate({ id });
    const events = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, id))
      .orderBy(asc(auditEvents.id));
    expect(events.map(({ type, details }) => ({ type, details }))).toEqual([
      { type: "product-created", details: { slug: "shirt", title: "Shirt" } },
      { type: "product-updated", details: { fields: ["title", "tags"] } },
      { type: "variants-saved", details: { named: 0, removeOthers: false } },
      { type: "prices-set", details: { prices: [{ variantId, ...eur(5) }] } },
      { type: "product-updated", details: { vendor: "Acme" } },
      { type: "product-archived", details: null },
    ]);
    expect(new Set(events.map(({ actorId }) => actorId)).size).toBe(1);
    expect(events[0]?.actorId).toStartWith("cus_");
  });
});

describe("in the cart", () => {
  const now = new Date("2026-05-01T12:00:00Z");
  const inHours = (hours: number) => new Date(now.getTime() + hours * hour);

  async function newSale() {
    const clock = newClock(now);
    const editor = await newEditor({ clock });
    const { variants } = await editor.admin.createProduct.mutate({
      title: "Cup",
      status: "published",
      variants: [
        {
          stock: { policy: "untracked" },
          prices: [
            {
              ...eur(1000),
              offers: [
                { amount: 900, minQuantity: 10 },
                { amount: 700, startsAt: inHours(1), endsAt: inHours(2) },
              ],
            },
          ],
        },
      ],
    });
    return { ...editor, clock, variantId: variants[0]?.id ?? "" };
  }

  test("a unit costs less from an offer's quantity on", async () => {
    const { client, variantId } = await newSale();
    const { id: cartId } = await client.cart.create.mutate({});
    const add = (quantity: number) => client.cart.addLine.mutate({ cartId, variantId, quantity });
    expect((await add(9)).lines[0]).toMatchObject({ unitPrice: eur(1000), total: eur(9000) });
    const cart = await add(1);
    expect(cart.lines[0]).toMatchObject({ unitPrice: eur(900), total: eur(9000), issues: [] });
    const lineId = cart.lines[0]?.id ?? "";
    const fewer = await client.cart.updateLine.mutate({ cartId, lineId, quantity: 2 });
    expect(fewer.lines[0]).toMatchObject({ unitPrice: eur(1000), issues: [] });
    expect(fewer.totals.subtotal).toEqual(eur(2000));
  });

  test("a sale's price holds while it lasts, and its end is told before ordering", async () => {
    const { shop, client, clock, variantId } = await newSale();
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    clock.advance(hour);
    const seenBefore = { code: "PRICE_CHANGED" as const, seenUnitPrice: eur(1000) };
    const { lines } = await client.cart.get.query({ cartId });
    expect(lines[0]).toMatchObject({ unitPrice: eur(700), issues: [seenBefore] });
    const lineId = lines[0]?.id ?? "";
    expect((await client.cart.updateLine.mutate({ cartId, lineId, quantity: 1 })).lines[0]?.issues).toEqual(
      [],
    );

    clock.advance(hour);
    const order = { cartId, provider: "manual", method: "test_card" } as const;
    expect(await refusalOf(client.order.place.mutate(order))).toMatchObject({
      code: "PRICE_CHANGED",
      data: { lines: [{ variantId, seenUnitPrice: eur(700), unitPrice: eur(1000) }] },
    });
    const placed = await client.order.place.mutate({ ...order, acceptPriceChanges: true });
    expect(placed.order.lines[0]).toMatchObject({ unitPrice: eur(1000) });
  });

  test("an order is placed at the price of its quantity", async () => {
    const { shop, client, variantId } = await newSale();
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 10 }]);
    const { order } = await client.order.place.mutate({ cartId, provider: "manual", method: "test_card" });
    expect(order.lines[0]).toMatchObject({ unitPrice: eur(900), total: eur(9000) });
  });

  test("an offer in another currency is of no use", async () => {
    const { db, client, admin, variantId } = await newSale();
    await db.insert(markets).values({ code: "us", name: "US", currency: "USD" });
    await admin.setPrices.mutate({ prices: [{ variantId, currency: "USD", amount: 1100 }] });
    const { id: cartId } = await client.cart.create.mutate({ market: "us" });
    const { lines } = await client.cart.addLine.mutate({ cartId, variantId, quantity: 10 });
    expect(lines[0]?.unitPrice).toEqual({ currency: "USD", amount: 1100 });
  });
});

test("every write to anything of a product raises its version", async () => {
  const { db, admin } = await newEditor();
  const { id } = await admin.createProduct.mutate(shirt);
  const versions = async () => (await db.select().from(products).where(eq(products.id, id)))[0]?.version;
  await admin.updateProduct.mutate({ id, tags: ["a"] });
  await admin.saveVariants.mutate({ productId: id, variants: [] });
  const [variant] = await db.select().from(variants).where(eq(variants.productId, id));
  await admin.setPrices.mutate({ prices: [{ variantId: variant?.id ?? "", ...eur(3) }] });
  await admin.updateProducts.mutate({ ids: [id], set: { addTags: ["b"] } });
  expect(await versions()).toBe(5);
});
