import { inArray, sql } from "drizzle-orm";
import { products, variants } from "../../../../db/schema/index.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { removePrices, savePrices } from "../save-prices.ts";
import { touchProducts } from "./change-product.ts";
import type { ChangedProducts } from "./schema.ts";
import type { SetPricesInput } from "./variant-schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/** Sets prices of any variants, all of them or none. @throws NOT_FOUND when one of the variants is not there */
export function setPrices(ctx: ServiceContext, { prices }: SetPricesInput): Promise<ChangedProducts> {
  return writeCatalog(ctx, async (tx) => {
    const changed = await changeProductsOf(
      tx,
      prices.map(({ variantId }) => variantId),
    );
    await removePrices(
      tx.db,
      prices.filter(({ amount }) => amount === null),
    );
    await savePrices(
      tx.db,
      prices.flatMap(({ amount, ...price }) => (amount === null ? [] : [{ ...price, amount }])),
    );
    await touchProducts(
      tx,
      changed.map(({ id }) => id),
    );
    return { products: changed };
  });
}

/** Raises the version of the products that have these variants. */
async function changeProductsOf(tx: TransactionContext, variantIds: readonly string[]) {
  const { db } = tx;
  const wanted = [...new Set(variantIds)];
  const found = await db
    .select({ id: variants.id, productId: variants.productId })
    .from(variants)
    .where(inArray(variants.id, wanted));
  if (found.length < wanted.length) throw new AppError("NOT_FOUND");
  const byProduct = Map.groupBy(found, ({ productId }) => productId);
  const changed = await db
    .update(products)
    .set({ version: sql`${products.version} + 1` })
    .where(inArray(products.id, [...byProduct.keys()]))
    .returning({ id: products.id, version: products.version });
  for (const [productId, ofProduct] of byProduct) {
    await audit(tx, "prices-set", productId, { variants: ofProduct.map(({ id }) => id) });
  }
  return changed;
}
