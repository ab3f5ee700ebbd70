import { sql } from "drizzle-orm";
import type { Transaction } from "../../../db/transaction.ts";
import { slugify } from "./category-path.ts";

/** In characters; leaves room for a number within what a slug may hold. */
const maxLength = 180;

/** A slug made of a title that no product has or had: `coffee`, `coffee-2`, `coffee-3`. */
export async function freeSlug(db: Transaction, title: string): Promise<string> {
  const word = [...slugify(title)].slice(0, maxLength).join("").replace(/-$/, "") || "product";
  const numbered = sql`(
    with recursive numbered(number, slug) as (
      select 1, ${word}
      union all select number + 1, ${`${word}-`} || (number + 1) from numbered
      where exists (select 1 from product_slugs where product_slugs.slug = numbered.slug)
    )
    select number, slug from numbered
  )`;
  const [found] = await db
    .select({ slug: sql<string>`slug` })
    .from(numbered)
    .orderBy(sql`number desc`)
    .limit(1);
  return found?.slug ?? word;
}
