import { type SQL, sql } from "drizzle-orm";
import { marketCurrency } from "../expressions.ts";

// Statements over products name what they look at: `s` what was found, with the product's `number`; `p` its card; `l` its
// listing in the market's currency.

/** A term, any of several terms, a range of prices, what can be bought, a range of an attribute that is a number. */
export type FilterKind = "term" | "terms" | "price" | "stock" | "number";

/** One condition that a list's products meet. */
export interface Filter {
  kind: FilterKind;
  /** What it is a choice of: that facet does not count by it. */
  facet: string;
  values: readonly (string | number | null)[];
  /** How many products meet it; null where counting them would take long. */
  products: number | null;
  /** How many terms it is any of; 0 for what is none. */
  terms: number;
}

/** The placeholders of a filter's values. */
export type Values = (index: number) => SQL;

interface Condition {
  /** Whether the product at hand meets it; of one term the row of its terms tells. */
  holds?(value: Values): SQL;
  /** The numbers of the products that meet it, once each, out of an index; none where no index knows. */
  numbers?(value: Values): SQL;
}

const within = (column: SQL, value: Values, from: number): SQL =>
  sql`${column} between coalesce(${value(from)}, -9e999) and coalesce(${value(from + 1)}, 9e999)`;

/** The terms of a filter by any of several. */
export const listed = (value: Values): SQL => sql`(select value from json_each(${value(0)}))`;

/** From what is sold in the market at such prices. */
export const pricedWithin = (value: Values): SQL => sql`
  from listing_prices where term = 0 and currency = ${marketCurrency} and ${within(sql`amount`, value, 0)}`;

/** From the attributes of that key that are such numbers. */
export const numberWithin = (value: Values): SQL => sql`
  from product_attributes indexed by product_attributes_by_number
  where key = ${value(0)} and number is not null and ${within(sql`number`, value, 1)}`;

/** Whether the row `f` of a product's terms has it: found in a short text in a quarter of the time of a look into an index. */
export const hasTerm = (value: Values): SQL =>
  sql`instr(f.terms, ',' || cast(${value(0)} as integer) || ',')`;

export const conditions: Record<FilterKind, Condition> = {
  term: {
    numbers: (value) => sql`
      select product as number from listing_entries indexed by listing_entries_newest
      where term = ${value(0)} order by published_at desc, product desc`,
  },
  terms: {
    holds: (value) =>
      sql`exists (select 1 from listing_entries e where e.product = s.number and e.term in ${listed(value)})`,
    numbers: (value) => sql`
      select distinct product as number from listing_entries indexed by listing_entries_newest
      where term in ${listed(value)}`,
  },
  price: {
    holds: (value) => within(sql`l.amount`, value, 0),
    numbers: (value) => sql`select product as number ${pricedWithin(value)}`,
  },
  stock: { holds: () => sql`l.available = 1` },
  number: {
    holds: (value) => sql`exists (
      select 1 from product_attributes a
      where a.product_id = p.id and a.key = ${value(0)} and ${within(sql`a.number`, value, 1)}
    )`,
    numbers: (value) => sql`
      select o.number from (select product_id ${numberWithin(value)}) a cross join products o on o.id = a.product_id`,
  },
};

/** The values of all filters by the names of their placeholders. */
export function filterValues(filters: readonly Filter[]): Record<string, string | number | null> {
  return Object.fromEntries(
    filters.flatMap(({ values }, filter) =>
      values.map((value, index) => [placeholderName(filter, index), value]),
    ),
  );
}

/** The placeholders of the filter at that place. */
export const valuesOf =
  (filter: number): Values =>
  (index) =>
    sql`${sql.placeholder(placeholderName(filter, index))}`;

const placeholderName = (filter: number, index: number) => `filter${filter}_${index}`;
