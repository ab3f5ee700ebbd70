import type { shippingOptions } from "../../../db/schema/index.ts";
import type { ShippingOption } from "./schema.ts";

export type ShippingOptionRow = typeof shippingOptions.$inferSelect;

/** An option as clients get it, at a price that only a cart tells. */
export function presentOption<Price>(
  option: ShippingOptionRow,
  price: Price,
): Omit<ShippingOption, "price"> & { price: Price } {
  const { id, name, description, kind, minDays, maxDays, pickupAddress } = option;
  const days = minDays === null || maxDays === null ? null : { min: minDays, max: maxDays };
  return { id, name, description, kind, days, pickupAddress, price };
}
