import { products } from "../../db/schema/index.ts";
import { transact } from "../../db/transaction.ts";
import type { ServiceContext } from "../core/context.ts";
import { importProducts } from "../modules/catalog/import-products.ts";
import catalogue from "./catalogue.csv" with { type: "text" };
import { loadVatRates } from "./load-vat-rates.ts";

/**
 * Fills an empty catalogue with that of a small neighbourhood shop, and brings the taxes it is sold with; does nothing to
 * any other. In one transaction: it is there whole or not at all, and of several processes that start at once only one
 * brings it.
 */
export function loadSampleCatalogue(ctx: ServiceContext): Promise<void> {
  return transact(ctx, async (tx) => {
    const [any] = await tx.db.select({ id: products.id }).from(products).limit(1);
    if (any) return;
    await importProducts(tx, new Blob([catalogue]).stream());
    await loadVatRates(tx);
  });
}
