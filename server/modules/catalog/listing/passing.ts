import { type SQL, sql } from "drizzle-orm";
import { marketCurrency } from "../expressions.ts";
import { conditions, type Filter, listed, valuesOf } from "./filters.ts";
import { oneVariantHas } from "./one-variant.ts";
import type { Source } from "./plan.ts";

/** How it is found out which of many products can be seen in the market and meet the filters. */
interface Passing {
  /** Tables to come before all others, each with a comma behind it. */
  tables: SQL;
  /** What `s`, with the products' `number`, is joined with: the rows `l` of its prices and `f` of its terms. */
  joins: SQL;
}

interface LeftOut {
  /** What `s` comes from: what is in it is not asked again. */
  source: Source;
  /** The facet whose filters do not count. */
  without: string | null;
}

/** Looks at short rows alone, but for what only products and their variants tell. */
export function passing(filters: readonly Filter[], { source, without }: LeftOut): Passing {
  const kept = [...filters.entries()].filter(([place, { facet }]) => place !== source && facet !== without);
  const several = kept.filter(([, { kind }]) => kind === "terms");
  const terms = kept.flatMap(([place, { kind }]) =>
    kind === "term" ? sql`instr(f.terms, ',' || cast(${valuesOf(place)(0)} as integer) || ',')` : [],
  );
  const anyOfTerms = several.map(
    ([place]) => sql`exists (select 1 from ${wanted(place)} w where instr(f.terms, w.term))`,
  );
  const others = kept.flatMap(([place, { kind }]) =>
    kind === "term" || kind === "terms" ? [] : conditions[kind].holds(valuesOf(place)),
  );
  const variants = oneVariantHas(filters, without);
  const asksProduct = variants.length > 0 || kept.some(([, { kind }]) => kind === "number");
  return {
    tables: sql.join(
      several.map(
        ([place]) =>
          sql`${wanted(place)}(term) as materialized (select ',' || value || ',' from ${listed(valuesOf(place))}), `,
      ),
    ),
    joins: sql`
      cross join listing_facets f on ${sql.join([sql`f.product = s.number`, ...terms, ...anyOfTerms], sql` and `)}
      cross join listing_products l
        on l.product = s.number and l.currency = ${marketCurrency} and l.published_at <= ${sql.placeholder("now")}
      ${asksProduct ? sql`cross join products p on p.number = s.number` : sql``}
      ${others.length + variants.length > 0 ? sql`where ${sql.join([...others, ...variants], sql` and `)}` : sql``}`,
  };
}

const wanted = (place: number): SQL => sql.raw(`wanted${place}`);
