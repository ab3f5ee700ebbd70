import { products } from "../../db/schema/index.ts";
import type { ServiceContext } from "../core/context.ts";
import { importProducts } from "../modules/catalog/import-products.ts";
import catalogue from "./catalogue.csv" with { type: "text" };

/**
 * Fills an empty catalogue with that of a small neighbourhood shop; does nothing to any other. Safe when several
 * processes start at once: what the one has brought in the other finds unchanged.
 */
export async function loadSampleCatalogue(ctx: ServiceContext): Promise<void> {
  const [any] = await ctx.db.select({ id: products.id }).from(products).limit(1);
  if (any) return;
  await importProducts(ctx, new Blob([catalogue]).stream());
}
