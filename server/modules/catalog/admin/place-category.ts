import { asc, sql } from "drizzle-orm";
import { categories } from "../../../../db/schema/index.ts";
import type { Transaction } from "../../../../db/transaction.ts";
import { insertAt } from "./category-order.ts";

/**
 * Gives a category its position among those of a parent, and all of these one of their own; without a position it
 * stays where it is, or comes last. Answers whether that changed their order.
 */
export async function placeCategory(
  db: Transaction,
  { id, parentId, position }: { id: string; parentId: string | null; position: number | undefined },
): Promise<boolean> {
  const rows = await db
    .select({ id: categories.id })
    .from(categories)
    .where(sql`${categories.parentId} is ${parentId}`)
    .orderBy(asc(categories.position), asc(categories.name), asc(categories.id));
  const siblings = rows.map((row) => row.id);
  if (position === undefined && siblings.includes(id)) return false;
  const ordered = insertAt(siblings, id, position ?? siblings.length);
  await db.run(sql`
    update categories set position = places.key from json_each(${JSON.stringify(ordered)}) places
    where categories.id = places.value and categories.position <> places.key
  `);
  return !Bun.deepEquals(ordered, siblings);
}
