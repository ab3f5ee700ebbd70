import { asc, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { taxRates } from "../../../db/schema/index.ts";
import type { TaxRate } from "../pricing/priceable-cart.ts";

/**
 * The rates of every country that the cart of `cartId` may be taxed in: where it is picked up, sent or billed to, or
 * sold from, and of the `countries` (JSON text) where it may be sent next, or fetched by the `shippingOptionId` that it may
 * get (or null). Which of them it is, its pricing decides.
 */
export const cartTaxRatesStatement = prepared((db) =>
  db
    .select()
    .from(taxRates)
    .where(
      sql`${taxRates.country} in (
        select t.value from carts c
        join markets m on m.code = c.market
        left join shipping_options o on o.id = coalesce(${sql.placeholder("shippingOptionId")}, c.shipping_option_id)
        join json_each(json_array(
          o.pickup_address ->> 'country', c.shipping_address ->> 'country', c.billing_address ->> 'country', m.tax_country
        )) t
        where c.id = ${sql.placeholder("cartId")}
        union select value from json_each(${sql.placeholder("countries")})
      )`,
    )
    .orderBy(asc(taxRates.country), asc(taxRates.position)),
);

type TaxRateRow = typeof taxRates.$inferSelect;

/** Those of one country, in their order. */
export function ratesOf(rows: readonly TaxRateRow[], country: string): TaxRate[] {
  return rows.filter((row) => row.country === country);
}
