import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { exportText, header, importText, productLines, toLines } from "../helpers/catalogues.ts";
import { newServiceContext } from "../helpers/context.ts";
import { runs } from "../helpers/shared-server.ts";

const unchanged = { products: { created: 0, updated: 0 }, variants: { created: 0, updated: 0 }, issues: [] };

describe("JSON Lines", () => {
  test("that are exported and imported into an empty store are exported from there byte by byte", async () => {
    await fc.assert(
      fc.asyncProperty(productLines, async (products) => {
        const first = await newServiceContext();
        const summary = await importText(first, toLines(header, ...products));
        expect(summary).toMatchObject({ products: { created: products.length }, issues: [], broken: null });
        const file = await exportText(first);

        const second = await newServiceContext();
        expect(await importText(second, file)).toMatchObject({ issues: [], broken: null });
        expect(await exportText(second)).toBe(file);
        // Nor does it change anything where it is from.
        expect(await importText(first, file)).toMatchObject(unchanged);
      }),
      { numRuns: runs(40) },
    );
  });

  test("say all that was said", async () => {
    await fc.assert(
      fc.asyncProperty(productLines, async (products) => {
        const ctx = await newServiceContext();
        await importText(ctx, toLines(header, ...products));
        const [, ...lines] = (await exportText(ctx)).trimEnd().split("\n");
        const exported = lines.filter(Boolean).map((line) => JSON.parse(line));
        const expected = products.map((product) => ({
          ...product,
          tags: product.tags?.toSorted(bySqlite),
          categories: product.categories?.toSorted((one, other) => one.length - other.length),
          translations: product.translations?.toSorted((one, other) => bySqlite(one.locale, other.locale)),
          variants: product.variants.map((variant) => ({
            ...variant,
            prices: variant.prices
              .toSorted((one, other) => bySqlite(one.currency, other.currency))
              .map((price) => ({ ...price, offers: expect.arrayContaining(price.offers ?? []) })),
          })),
        }));
        expect(exported).toEqual(expected);
      }),
      { numRuns: runs(40) },
    );
  });
});

/** SQLite compares texts by their bytes. */
function bySqlite(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

describe("Shopify's CSV", () => {
  const importCsv = async (file: string) => {
    const ctx = await newServiceContext();
    expect(await importText(ctx, file, { format: "shopify-csv" })).toMatchObject({
      issues: [],
      broken: null,
    });
    return ctx;
  };

  test("that is imported is exported so that it comes in the same again", async () => {
    const fixture = await Bun.file(new URL("../fixtures/shopify-export.csv", import.meta.url)).text();
    const first = await importCsv(fixture);
    const file = await exportText(first, "shopify-csv");
    const second = await importCsv(file);
    expect(await exportText(second, "shopify-csv")).toBe(file);
    expect(withoutDays(await exportText(second))).toBe(withoutDays(await exportText(first)));
    expect(await importText(first, file, { format: "shopify-csv" })).toMatchObject(unchanged);
  });

  test("keeps quotes, line breaks, zeros and apostrophes before digits", async () => {
    const ctx = await newServiceContext();
    const product = {
      slug: "tea",
      title: 'Tea, "green"\nand\r\nfresh',
      description: "<p>=1+1</p>",
      vendor: "'Ö",
      status: "draft",
      seoTitle: "日本, 茶",
      tags: ["a b", "ß"],
      variants: [
        {
          sku: "'007",
          barcode: "007",
          optionValues: [],
          prices: [{ currency: "EUR", amount: 5, compareAtAmount: 1_000 }],
          stock: { policy: "backorder", onHand: 3 },
        },
      ],
    };
    await importText(ctx, toLines(product));
    const again = await importCsv(await exportText(ctx, "shopify-csv"));
    expect(await exportText(again)).toBe(await exportText(ctx));
  });
});

describe("a store's own CSV", () => {
  test("keeps how products are taxed, here and elsewhere", async () => {
    const ctx = await newServiceContext();
    const classes = ["standard", "reduced", "zero"];
    const lines = classes.map((taxClass) => ({
      slug: taxClass,
      title: taxClass,
      taxClass,
      variants: [{ prices: [] }],
    }));
    await importText(ctx, toLines(...lines));
    const file = await exportText(ctx, "shopify-csv");
    expect(await importText(ctx, file, { format: "shopify-csv" })).toMatchObject(unchanged);
    const other = await newServiceContext();
    await importText(other, file, { format: "shopify-csv" });
    expect(await exportText(other)).toBe(await exportText(ctx));
  });

  test("that taxes what was at zero taxes it in full, and leaves every other class", async () => {
    const ctx = await newServiceContext();
    const toRows = (taxable: string) =>
      `Handle,Title,Variant Price,Variant Taxable\n${["zero", "reduced"].map((slug) => `${slug},Tea,5,${taxable}\n`).join("")}`;
    const lines = ["zero", "reduced"].map((slug) => ({ slug, title: "Tea", taxClass: slug, variants: [] }));
    await importText(ctx, toLines(...lines));
    await importText(ctx, toRows("true"), { format: "shopify-csv" });
    const exported = (await exportText(ctx)).trimEnd().split("\n").slice(1);
    expect(exported.map((line) => JSON.parse(line).taxClass)).toEqual(["reduced", "standard"]);
  });

  const eur = (amount: number) => [{ currency: "EUR", amount }];
  const products = [
    {
      slug: "unpriced",
      title: "Unpriced",
      variants: [{ sku: "U", prices: [{ currency: "JPY", amount: 5 }] }],
    },
    { slug: "empty", title: "Nothing to buy yet", optionNames: ["Size"], variants: [] },
    { slug: "bare", title: "Bare", images: [{ url: "/media/a.jpg" }, { url: "/media/b.jpg" }], variants: [] },
    {
      slug: "tagged",
      title: "Tagged",
      tags: ["red, white", "blue"],
      type: "Wine",
      variants: [{ image: "/media/c.jpg", prices: eur(5) }],
    },
    {
      slug: "sorted",
      title: "Sorted",
      categories: [[{ slug: "drinks", name: "Food > Drinks" }], [{ slug: "wine", name: "Wine" }]],
      variants: [{ prices: eur(5) }],
    },
    {
      slug: "scheduled",
      title: "Scheduled",
      status: "published",
      publishedAt: "2999-01-01T00:00:00.000Z",
      variants: [{ prices: eur(5) }],
    },
  ];

  test("changes nothing in the store it is from", async () => {
    const ctx = await newServiceContext();
    await importText(ctx, toLines(...products));
    // As an editor leaves them: in other places than they came in.
    await importText(
      ctx,
      toLines({ ...products[2], images: [{ url: "/media/b.jpg" }, { url: "/media/a.jpg" }] }),
    );
    const before = await exportText(ctx);
    const file = await exportText(ctx, "shopify-csv");
    expect(await importText(ctx, file, { format: "shopify-csv" })).toMatchObject(unchanged);
    expect(await exportText(ctx)).toBe(before);
  });

  test("brings an empty store what it has columns for, and nothing else", async () => {
    const ctx = await newServiceContext();
    await importText(ctx, toLines(...products));
    const other = await newServiceContext();
    const file = await exportText(ctx, "shopify-csv");
    const summary = await importText(other, file, { format: "shopify-csv" });
    expect(summary).toMatchObject({ issues: [], skippedRows: 0, products: { created: products.length } });

    const [header = "", ...lines] = (await exportText(other)).trimEnd().split("\n");
    const imported = new Map(lines.map((line) => JSON.parse(line)).map((product) => [product.slug, product]));
    expect(imported.get("unpriced").variants).toMatchObject([{ sku: "U", prices: [] }]);
    expect(imported.get("empty")).toMatchObject({ optionNames: ["Size"], variants: [] });
    expect(imported.get("bare")).toMatchObject({
      images: [{ url: "/media/a.jpg" }, { url: "/media/b.jpg" }],
    });
    expect(imported.get("tagged")).toMatchObject({ type: "Wine", categories: [] });
    expect(imported.get("scheduled")).toMatchObject({ status: "draft", publishedAt: null });
    expect(header).not.toContain("Wine");
  });
});

/** Shopify's file does not tell when a product came out. */
function withoutDays(lines: string): string {
  return lines.replace(/"publishedAt":"[^"]*"/g, '"publishedAt":""');
}
