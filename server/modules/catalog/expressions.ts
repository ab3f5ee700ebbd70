import { type SQL, sql } from "drizzle-orm";
import { prices, stockLevels, variants } from "../../../db/schema/index.ts";

const { placeholder } = sql;

// Columns of the products around them are given as written-out SQL (`products.id`): Drizzle drops the table's name from
// the columns of a select from one table, which inside a correlated subquery would name another table's column.

/** The code of the market asked for by `market`, else of the store's default one. */
export const marketCode = sql`coalesce(${placeholder("market")}, (select code from markets where is_default = 1))`;

/** The currency of that market; null for one that does not exist. */
export const marketCurrency = sql`(select currency from markets where code = ${marketCode})`;

/** The price of a product's cheapest variant in minor units; null when none is sold in the market. */
export const lowestPrice = (productId: SQL): SQL<number | null> => sql`(
  select min(p.amount) from ${variants} v
  join ${prices} p on p.variant_id = v.id and p.currency = ${marketCurrency}
  where v.product_id = ${productId}
)`;

/** Whether any variant of a product is sold in the market. */
export const isSold = (productId: SQL): SQL => sql`exists (
  select 1 from ${variants} v
  join ${prices} p on p.variant_id = v.id and p.currency = ${marketCurrency}
  where v.product_id = ${productId}
)`;

/** 1 when any variant of a product can be bought in the market now, else 0. */
export const isAvailable = (productId: SQL): SQL<number> => sql`exists (
  select 1 from ${variants} v
  join ${prices} p on p.variant_id = v.id and p.currency = ${marketCurrency}
  join ${stockLevels} s on s.variant_id = v.id
  where v.product_id = ${productId} and (s.policy <> 'deny' or s.on_hand > s.reserved)
)`;
