import { type SQL, sql } from "drizzle-orm";
import { priceOffers } from "../../../db/schema/index.ts";
import type { Offer } from "./unit-price.ts";

/** All offers beside a variant's price in a currency, as JSON text for `readOffers`; both are written-out SQL. */
export const offersOf = (variantId: SQL, currency: SQL): SQL<string> => sql<string>`(
  select json_group_array(json_object(
    'amount', o.amount, 'minQuantity', o.min_quantity, 'startsAt', o.starts_at, 'endsAt', o.ends_at
  ))
  from ${priceOffers} o where o.variant_id = ${variantId} and o.currency = ${currency}
)`;

export function readOffers(offers: string): Offer[] {
  return offers === "[]" ? [] : JSON.parse(offers); // nearly every price has none
}
