import { eq, sql } from "drizzle-orm";
import { categories } from "../../../../db/schema/index.ts";
import type { Transaction } from "../../../../db/transaction.ts";
import { slugify } from "../category-path.ts";
import { maxLengths } from "../limits.ts";

/** Leaves room for a number. */
const maxLength = maxLengths.categorySlug - 10;

/** A slug that no category has or had, of the name below the parent's: `food/coffee`, and if that is taken `food/coffee-2`. */
export async function freeCategorySlug(
  db: Transaction,
  name: string,
  parentId: string | null,
): Promise<string> {
  const slug = categorySlug(name, parentId === null ? undefined : await slugOf(db, parentId));
  const [free] = await db.values<[number]>(sql`
    with recursive numbers(number, slug) as (
      select 1, ${slug}
      union all select number + 1, ${slug} || '-' || (number + 1) from numbers
      where exists (select 1 from category_slugs c where c.slug = numbers.slug)
    )
    select max(number) from numbers
  `);
  const number = free?.[0] ?? 1;
  return number === 1 ? slug : `${slug}-${number}`;
}

/** As importing names them. A path that is too long is left out: far down a tree the name has to do. */
function categorySlug(name: string, parent: string | undefined): string {
  const word = slugify(name) || "category";
  const path = parent === undefined ? word : `${parent}/${word}`;
  // What is cut off may not end in a hyphen, nor in half a letter.
  return path.length <= maxLength ? path : word.slice(0, maxLength).replace(/[-\p{Cs}]+$/u, "");
}

async function slugOf(db: Transaction, id: string): Promise<string | undefined> {
  const [category] = await db.select({ slug: categories.slug }).from(categories).where(eq(categories.id, id));
  return category?.slug;
}
