import { asc, eq } from "drizzle-orm";
import { customers, markets, shippingOptions, taxRates } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { VariantFacts } from "../../cart/cart-state.ts";
import { withFacts } from "../../cart/load-cart.ts";
import { destinationOf } from "../../cart/priceable.ts";
import { variantsStatement } from "../../cart/statements.ts";
import type { Place, PriceableCart, PricingMarket } from "../../pricing/priceable-cart.ts";
import { taxPlace } from "../../tax/tax-place.ts";
import type { OrderRow } from "../present-order.ts";

/** All that the price of what is added to an order depends on today. */
export interface AdditionFacts extends Pick<PriceableCart, "taxRates"> {
  market: PricingMarket;
  /** Where it is fetched, sent or billed. */
  place: Place | null;
  taxExempt: boolean;
  /** By id. */
  variants: ReadonlyMap<string, VariantFacts>;
}

/** @throws NOT_FOUND for a variant that there is not */
export async function readAdditions(
  ctx: ServiceContext,
  order: OrderRow,
  variantIds: readonly string[],
): Promise<AdditionFacts> {
  const now = ctx.clock.now().getTime();
  const { currency, shippingOptionId, customerId } = order;
  const [[market], [option], [buyer], rows] = await batch(ctx, (db) => [
    db.select().from(markets).where(eq(markets.code, order.market)),
    db
      .select({ kind: shippingOptions.kind, pickupPlace: shippingOptions.pickupAddress })
      .from(shippingOptions)
      .where(eq(shippingOptions.id, shippingOptionId ?? "")),
    db
      .select({ taxExempt: customers.taxExempt })
      .from(customers)
      .where(eq(customers.id, customerId ?? "")),
    variantsStatement(db, { variantIds: JSON.stringify(variantIds), currency, now }),
  ]);
  const variants = new Map(rows.map((row) => [row.variantId, withFacts(row)]));
  if (!market || variantIds.some((id) => !variants.has(id))) throw new AppError("NOT_FOUND");
  const place = taxPlace({ shipping: option ?? null, destination: destinationOf(order), market });
  const rates = await ctx.db
    .select()
    .from(taxRates)
    .where(eq(taxRates.country, place?.country ?? ""))
    .orderBy(asc(taxRates.position));
  return {
    market: { ...market, currency },
    place,
    taxExempt: buyer?.taxExempt ?? false,
    variants,
    taxRates: rates,
  };
}
