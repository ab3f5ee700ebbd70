import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { prices, stockLevels, variants } from "../../../db/schema/index.ts";

// For queries from `products`. Its columns are written out: Drizzle drops the table's name from the columns of a
// select from one table, which inside a correlated subquery would name another table's column.

/** The price of a product's cheapest variant in minor units; null when none is sold in the currency. */
export const lowestPrice = (currency: SQLWrapper): SQL<number | null> => sql`(
  select min(p.amount) from ${variants} v
  join ${prices} p on p.variant_id = v.id and p.currency = ${currency}
  where v.product_id = products.id
)`;

/** 1 when any variant of a product can be bought in the currency now, else 0. */
export const anyVariantAvailable = (currency: SQLWrapper): SQL<number> => sql`exists (
  select 1 from ${variants} v
  join ${prices} p on p.variant_id = v.id and p.currency = ${currency}
  join ${stockLevels} s on s.variant_id = v.id
  where v.product_id = products.id and (s.policy <> 'deny' or s.on_hand > s.reserved)
)`;
