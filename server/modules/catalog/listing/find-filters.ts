import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { type Filter, numberWithin, pricedWithin, type Values } from "./filters.ts";
import { maxCounted } from "./plan.ts";
import { Shapes } from "./shapes.ts";
import type { Wish } from "./wishes.ts";

const { placeholder } = sql;

/** What is known of a catalogue and of the filters of a list before it is read. */
export interface Measured {
  /** How many products there are to list. */
  products: number;
  filters: readonly Filter[];
}

interface Found {
  terms: number[];
  products: number;
}

/** Which terms the wishes are, and how many products meet each. */
export async function findFilters(
  { db }: ServiceContext,
  wishes: readonly Wish[],
  values: Record<string, unknown>,
): Promise<Measured> {
  const [row] = await statementFor(wishes)(db, { ...values, ...wishValues(wishes) });
  const found: (Found | null)[] = JSON.parse(row?.found ?? "[]");
  return {
    products: row?.products ?? 0,
    filters: wishes.map((wish, place) => toFilter(wish, found[place] ?? null)),
  };
}

function toFilter(wish: Wish, found: Found | null): Filter {
  const { facet } = wish;
  const products = found === null || found.products >= maxCounted ? null : found.products;
  if (wish.kind === "stock") return { kind: "stock", facet, values: [], products: null, terms: 0 };
  if (wish.kind === "price") {
    return { kind: "price", facet, values: [wish.min, wish.max], products, terms: 0 };
  }
  if (wish.kind === "number") {
    return { kind: "number", facet, values: [wish.name, wish.min, wish.max], products, terms: 0 };
  }
  const terms = found?.terms ?? [];
  const some = { facet, products: found?.products ?? 0, terms: terms.length };
  // No term has the number -1: nothing ever had what is asked for.
  if (terms.length < 2) return { ...some, kind: "term", values: [terms[0] ?? -1, wish.name] };
  return { ...some, kind: "terms", values: [JSON.stringify(terms), wish.name] };
}

const statements = new Shapes<ReturnType<typeof findStatement>>();

/** The shape is that of the wishes' kinds. */
function statementFor(wishes: readonly Wish[]) {
  return statements.get(wishes.map(({ kind }) => kind).join(), () => findStatement(wishes));
}

function findStatement(wishes: readonly Wish[]) {
  return prepared((db) =>
    db
      .select({
        products: sql<number>`(select products from listing_terms where id = 0)`,
        found: sql<string>`json_array(${sql.join(wishes.map(findOne), sql`, `)})`,
      })
      .from(sql`(select 1) as one`),
  );
}

const counted = {
  price: (value: Values) => sql`select 1 ${pricedWithin(value)}`,
  number: (value: Values) => sql`select 1 ${numberWithin(value)}`,
};

function findOne({ kind }: Wish, place: number): SQL {
  if (kind === "stock") return sql`null`;
  if (kind === "price" || kind === "number") {
    const numbers = counted[kind]((index) => wishValue(place, index));
    return sql`json_object(
      'products', (select count(*) from (${numbers} limit ${sql.raw(String(maxCounted))}))
    )`;
  }
  const values =
    kind === "category"
      ? tree(wishValue(place, 0))
      : sql`(select value from json_each(${wishValue(place, 1)}))`;
  return sql`(
    select json_object('terms', json_group_array(id), 'products', coalesce(sum(products), 0)) from listing_terms
    where kind = ${sql.raw(`'${kind}'`)} and name = ${kind === "category" ? sql`''` : wishValue(place, 0)} and value in ${values}
  )`;
}

/** The category that a slug leads to and all below it. */
const tree = (slug: SQL): SQL => sql`(
  with recursive tree(id) as (
    select category_id from category_slugs where slug = ${slug}
    union select c.id from categories c join tree on c.parent_id = tree.id
  )
  select id from tree
)`;

const wishName = (place: number, index: number) => `wish${place}_${index}`;
const wishValue = (place: number, index: number): SQL => sql`${placeholder(wishName(place, index))}`;

function wishValues(wishes: readonly Wish[]): Record<string, string | number | null> {
  return Object.fromEntries(
    wishes.flatMap((wish, place) =>
      valuesOfWish(wish).map((value, index) => [wishName(place, index), value] as const),
    ),
  );
}

function valuesOfWish(wish: Wish): (string | number | null)[] {
  switch (wish.kind) {
    case "stock":
      return [];
    case "price":
      return [wish.min, wish.max];
    case "number":
      return [wish.name, wish.min, wish.max];
    case "category":
      return [wish.values[0] ?? null];
    default:
      return [wish.name, JSON.stringify(wish.values)];
  }
}
