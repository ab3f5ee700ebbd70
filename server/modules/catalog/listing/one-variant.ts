import { type SQL, sql } from "drizzle-orm";
import { marketCurrency } from "../expressions.ts";
import { type Filter, listed, valuesOf } from "./filters.ts";

/**
 * That one variant of the product `p`, sold in the market, has all the options asked for, and is in stock when that is
 * asked: the terms know of the whole product alone. Nothing where they tell as much, for one option or none.
 */
export function oneVariantHas(filters: readonly Filter[], without: string | null = null): SQL[] {
  const places = [...filters.keys()].filter((place) => {
    const facet = filters[place]?.facet ?? "";
    return facet.startsWith("option ") && facet !== without;
  });
  const inStock = filters.some(({ kind, facet }) => kind === "stock" && facet !== without);
  if (places.length === 0 || (places.length === 1 && !inStock)) return [];
  // The options are outside of the variants' loop: where each stands is found once a product.
  const options = places.map((place) => sql`json_each(${productOptions}) ${option(place)}`);
  const named = places.map((place) => sql`${option(place)}.value ->> 'name' = ${valuesOf(place)(1)}`);
  const values = places.map((place) => {
    const terms = filters[place]?.kind === "term" ? sql`(${valuesOf(place)(0)})` : listed(valuesOf(place));
    return sql`v.option_values ->> ${option(place)}.key in (select value from listing_terms where id in ${terms})`;
  });
  const stocked = sql`exists (
    select 1 from stock_levels k where k.variant_id = v.id and (k.policy <> 'deny' or k.on_hand > k.reserved)
  )`;
  return [
    sql`exists (
      select 1 from ${sql.join(options, sql` cross join `)} cross join variants v
      where v.product_id = p.id and ${sql.join([...named, ...values], sql` and `)}
        and exists (select 1 from prices c where c.variant_id = v.id and c.currency = ${marketCurrency})
        ${inStock ? sql`and ${stocked}` : sql``}
    )`,
  ];
}

const productOptions = sql`(select options from products where number = p.number)`;

const option = (place: number): SQL => sql.raw(`o${place}`);
