import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { exportText, header, importText, productLines, toLines } from "../helpers/catalogues.ts";
import { newServiceContext } from "../helpers/context.ts";

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
      { numRuns: 40 },
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
      { numRuns: 40 },
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

/** Shopify's file does not tell when a product came out. */
function withoutDays(lines: string): string {
  return lines.replace(/"publishedAt":"[^"]*"/g, '"publishedAt":""');
}
