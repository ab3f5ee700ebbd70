import firstSale from "./0000_first_sale.sql" with { type: "text" };
import search from "./0001_search.sql" with { type: "text" };
import catalogue from "./0002_catalogue.sql" with { type: "text" };
import stock from "./0003_stock.sql" with { type: "text" };
import invoices from "./0004_invoices.sql" with { type: "text" };
import money from "./0005_money.sql" with { type: "text" };

/** Every migration in order, as text in the bundle, so that a built server needs no files beside it. */
export const migrations = [
  { name: "0000_first_sale", sql: firstSale },
  { name: "0001_search", sql: search },
  { name: "0002_catalogue", sql: catalogue },
  { name: "0003_stock", sql: stock },
  { name: "0004_invoices", sql: invoices },
  { name: "0005_money", sql: money },
] as const;

/**
 * What the code has no use for any more, and servers of the release before still have: listed above once this version is
 * released. See docs/deploys.md.
 */
export const held: readonly { name: string; sql: string }[] = [];
