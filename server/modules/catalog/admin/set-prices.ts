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

/** Of one product; more are counted alone, as the log is no archive. */
const maxDescribed = 50;

/** Sets prices of any variants, all of them or none. @throws NOT_FOUND when one of the variants is not there */
export function setPrices(ctx: ServiceContext, { prices }: SetPricesInput): Promise<ChangedProducts> {
  return writeCatalog(ctx, async (tx) => {
    const changed = await changeProductsOf(tx, prices);
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

/** Raises the version of the products that get these prices. */
async function changeProductsOf(tx: TransactionContext, prices: SetPricesInput["prices"]) {
  const { db } = tx;
  const wanted = [...new Set(prices.map(({ variantId }) => variantId))];
  const found = await db
    .select({ id: variants.id, productId: variants.productId })
    .from(variants)
    .where(inArray(variants.id, wanted));
  if (found.length < wanted.length) throw new AppError("NOT_FOUND");
  const productOf = new Map(found.map(({ id, productId }) => [id, productId]));
  const changed = await db
    .update(products)
    .set({ version: sql`${products.version} + 1` })
    .where(inArray(products.id, [...new Set(productOf.values())]))
    .returning({ id: products.id, version: products.version });
  const byProduct = Map.groupBy(prices, ({ variantId }) => productOf.get(variantId));
  for (const { id } of changed) {
    await audit(tx, "prices-set", id, describePrices(byProduct.get(id) ?? []));
  }
  return changed;
}

/** What was set, for people to read in the log; an amount of null took the price away. */
function describePrices(prices: SetPricesInput["prices"]) {
  const described = prices
    .slice(0, maxDescribed)
    .map(({ variantId, currency, amount }) => ({ variantId, currency, amount }));
  const more = prices.length - described.length;
  return more > 0 ? { prices: described, more } : { prices: described };
}
