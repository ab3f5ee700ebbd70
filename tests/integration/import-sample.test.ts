import { describe, expect, test } from "bun:test";
import { openDatabase } from "../../db/client.ts";
import { productImages, products, stockLevels, variants } from "../../db/schema/index.ts";
import { importProducts } from "../../server/modules/catalog/import-products.ts";
import { listCategories } from "../../server/modules/catalog/list-categories.ts";
import { listProducts } from "../../server/modules/catalog/list-products.ts";
import { findRates } from "../../server/modules/tax/admin/find-rates.ts";
import { saveRates } from "../../server/modules/tax/admin/save-rates.ts";
import { saveRatesInput } from "../../server/modules/tax/admin/schema.ts";
import catalogue from "../../server/sample/catalogue.csv" with { type: "text" };
import { loadSampleCatalogue } from "../../server/sample/load.ts";
import { loadVatRates } from "../../server/sample/load-vat-rates.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { chunksOf } from "../helpers/shopify.ts";

describe("the sample catalogue", () => {
  test("is a small shop's, without one bad row", async () => {
    const ctx = await newServiceContext();
    const summary = await importProducts(ctx, chunksOf(catalogue));
    expect(summary).toMatchObject({ skippedRows: 0, issues: [], broken: null });
    expect(summary.products.created).toBeGreaterThanOrEqual(30);
    expect(summary.variants.created).toBeGreaterThanOrEqual(70);
  });

  test("shows what a shop can have: reductions, nested categories, every kind of stock", async () => {
    const ctx = await newServiceContext();
    await loadSampleCatalogue(ctx);
    const { items } = await listProducts(ctx, { limit: 100 });
    expect(items.length).toBe(await ctx.db.$count(products)); // all are published
    expect(items.filter(({ available }) => !available).length).toBe(1);
    const policies = await ctx.db.selectDistinct({ policy: stockLevels.policy }).from(stockLevels);
    expect(policies.map(({ policy }) => policy).toSorted()).toEqual(["backorder", "deny", "untracked"]);
    expect(await ctx.db.$count(stockLevels)).toBe(await ctx.db.$count(variants));
    const roots = await listCategories(ctx);
    expect(roots.some(({ children }) => children.some((child) => child.children.length > 0))).toBe(true);
  });

  test("comes with the taxes of the European Union, which an empty store has none of", async () => {
    const ctx = await newServiceContext();
    expect(await findRates(ctx, {})).toEqual([]);
    await loadSampleCatalogue(ctx);
    const all = await findRates(ctx, {});
    expect(all).toHaveLength(27);
    for (const { rates } of all) {
      const national = rates.filter(({ postalCodes }) => postalCodes === null);
      expect(national.filter(({ taxClass }) => taxClass === "standard")).toHaveLength(1);
      expect(national).toContainEqual(expect.objectContaining({ taxClass: "zero", basisPoints: 0 }));
      expect(rates.every(({ onShipping, reverseCharge }) => onShipping && reverseCharge)).toBe(true);
    }
    const [finland] = await findRates(ctx, { country: "FI" });
    const of = (taxClass: string, basisPoints: number, postalCodes: string[] | null = null) =>
      expect.objectContaining({ name: "VAT", taxClass, basisPoints, postalCodes });
    expect(finland?.rates).toEqual([
      of("standard", 2550),
      of("reduced", 1350),
      of("zero", 0),
      of("standard", 0, ["22*"]),
    ]);
  });

  test("leaves a country's rates that are there, and a command brings the others", async () => {
    const ctx = await newServiceContext();
    const own = await saveRates(ctx, saveRatesInput.parse({ country: "DE", rates: [] }));
    expect(await loadVatRates(ctx)).toBe(26);
    expect(await loadVatRates(ctx)).toBe(0);
    expect(await findRates(ctx, { country: "DE" })).toEqual([own]);
  });

  test("fetches nothing from outside", async () => {
    const ctx = await newServiceContext();
    await loadSampleCatalogue(ctx);
    expect(await ctx.db.$count(productImages)).toBe(0);
    expect(catalogue).not.toMatch(/https?:/);
  });

  test("is loaded into an empty catalogue alone", async () => {
    const ctx = await newServiceContext();
    await importProducts(ctx, chunksOf("Handle,Title,Variant Price\ntea,Tea,4.50\n"));
    await loadSampleCatalogue(ctx);
    expect(await ctx.db.$count(products)).toBe(1);
  });

  test("is there once when several processes load it at the same time", async () => {
    const url = await newDatabaseUrl();
    const contexts = await Promise.all(
      Array.from({ length: 2 }, () => newServiceContext({ db: openDatabase({ url }).db })),
    );
    await Promise.all(contexts.map(loadSampleCatalogue));
    const ctx = await newServiceContext();
    await loadSampleCatalogue(ctx);
    for (const table of [products, variants, stockLevels]) {
      const counts = await Promise.all(contexts.map(({ db }) => db.$count(table)));
      expect(new Set(counts)).toEqual(new Set([await ctx.db.$count(table)]));
    }
  });
});
