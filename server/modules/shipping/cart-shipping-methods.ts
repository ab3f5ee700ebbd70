import { asc, or, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import type { Location } from "../../../db/schema/address.ts";
import { shippingOptions } from "../../../db/schema/index.ts";
import type { ShippingMethod } from "../pricing/priceable-cart.ts";

/** The options that are on offer, and the one that the cart of `cartId` has all the same, in their order. */
export const cartShippingMethodsStatement = prepared((db) =>
  db
    .select()
    .from(shippingOptions)
    .where(
      or(
        sql`${shippingOptions.status} = 'active'`,
        sql`${shippingOptions.id} = (select c.shipping_option_id from carts c where c.id = ${sql.placeholder("cartId")})`,
      ),
    )
    .orderBy(asc(shippingOptions.position), asc(shippingOptions.id)),
);

/** A way for a cart to reach its buyer, as it is priced and as it is shown. */
export interface StoredShippingMethod extends ShippingMethod {
  name: string;
  description: string;
  /** Working days until it is there. */
  days: { min: number; max: number } | null;
  pickupAddress: Location | null;
  /** One that is not stays with the carts that have it. */
  isOnOffer: boolean;
}

export function toShippingMethod(row: typeof shippingOptions.$inferSelect): StoredShippingMethod {
  const { id, name, description, kind, status, zones, prices, excluded, taxClass, pickupAddress } = row;
  const { minDays, maxDays } = row;
  return {
    id,
    name,
    description,
    kind,
    zones,
    prices,
    excluded,
    taxClass,
    days: minDays === null || maxDays === null ? null : { min: minDays, max: maxDays },
    pickupAddress,
    pickupPlace: pickupAddress,
    isOnOffer: status === "active",
  };
}
