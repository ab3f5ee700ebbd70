import { type SQL, sql } from "drizzle-orm";
import { marketCurrency } from "../expressions.ts";
import { conditions, type Filter, hasTerm, listed, valuesOf } from "./filters.ts";
import { oneVariantHas } from "./one-variant.ts";
import type { Source } from "./plan.ts";
import { isAllSeen } from "./totals.ts";

/** How it is found out which of many products can be seen in the market and meet the filters. */
export interface Passing {
  /** Tables to come before all others, each with a comma behind it. */
  tables: SQL;
  /** What `s`, with the products' `number`, is joined with, and where: the rows `l` of their prices among others. */
  joins: SQL;
}

interface Asked {
  /** What `s` comes from: what is in it is not asked again. */
  source: Source;
  /** The facet whose filters do not count. */
  without: string | null;
  /** Whether the rows `f` of the products' terms, or the cards `p`, are wanted besides. */
  wanted?: "terms" | "cards" | undefined;
  /** Whether the rows `l` are; where they are not, and the market shows all that is published, they are not looked at. */
  prices?: boolean;
}

/** Looks at short rows alone, but for what only attributes and variants tell. */
export function passing(
  filters: readonly Filter[],
  { source, without, wanted, prices = true }: Asked,
): Passing {
  const kept = [...filters.entries()].filter(([place, { facet }]) => place !== source && facet !== without);
  const single = kept.filter(([, { kind }]) => kind === "term");
  // Of several terms the row tells as well, once it is read; and it is shorter than those of the entries.
  const readsTerms = single.length > 0 || wanted === "terms" || source === "search";
  const several = kept.filter(([, { kind }]) => kind === "terms" && readsTerms);
  const terms = [
    ...single.map(([place]) => hasTerm(valuesOf(place))),
    ...several.map(
      ([place]) => sql`exists (select 1 from ${listOf(place)} any where instr(f.terms, any.term))`,
    ),
  ];
  const ofVariants = oneVariantHas(filters, without);
  const others = [
    ...kept.flatMap(([place, { kind }]) =>
      kind === "terms" && readsTerms ? [] : (conditions[kind].holds?.(valuesOf(place)) ?? []),
    ),
    ...ofVariants,
  ];
  // Of a price or of what is in stock the row of the price tells.
  const ofPrices = kept.some(([, { kind }]) => kind === "price" || kind === "stock");
  const asksCards =
    wanted === "cards" || ofVariants.length > 0 || kept.some(([, { kind }]) => kind === "number");
  const asksPrices = prices || ofPrices;
  const asksTerms = terms.length > 0 || !asksPrices;
  if (!asksPrices)
    others.unshift(sql`(${isAllSeen} or exists (select 1 from listing_products l where ${isSold}))`);
  return {
    tables: sql.join(
      several.map(
        ([place]) =>
          sql`${listOf(place)}(term) as materialized (select ',' || value || ',' from ${listed(valuesOf(place))}), `,
      ),
    ),
    // What leaves out the most comes first.
    joins: sql`
      ${asksTerms ? termsJoin(terms) : sql``}
      ${asksPrices ? sql`cross join listing_products l on ${isSold}` : sql``}
      ${!asksTerms && wanted === "terms" ? termsJoin([]) : sql``}
      ${asksCards ? sql`cross join listing_cards p on p.number = s.number` : sql``}
      ${others.length > 0 ? sql`where ${all(others)}` : sql``}`,
  };
}

/** That the row `l` is the product's price in the market, and that it can be seen there. */
const isSold = sql`
  l.product = s.number and l.currency = ${marketCurrency} and l.published_at <= ${sql.placeholder("now")}`;

const termsJoin = (terms: readonly SQL[]): SQL =>
  sql`cross join listing_facets f on ${all([sql`f.product = s.number`, ...terms])}`;

const all = (terms: readonly SQL[]): SQL => sql.join([...terms], sql` and `);

const listOf = (place: number): SQL => sql.raw(`list${place}`);
