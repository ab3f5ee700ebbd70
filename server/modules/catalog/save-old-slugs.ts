import { productSlugs } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";

export type OldSlug = Pick<typeof productSlugs.$inferSelect, "slug" | "productId">;

/** How many go into one statement: a slug of each has its own parameters. */
const maxRows = 500;

/** Lets slugs lead to products they were of before, but those that lead somewhere. Answers whether any was free. */
export async function saveOldSlugs(db: Transaction, slugs: readonly OldSlug[]): Promise<boolean> {
  let changed = false;
  for (let start = 0; start < slugs.length; start += maxRows) {
    const rows = slugs.slice(start, start + maxRows).map((row) => ({ ...row, locale: "", isCurrent: false }));
    const added = await db
      .insert(productSlugs)
      .values(rows)
      .onConflictDoNothing()
      .returning({ slug: productSlugs.slug });
    changed ||= added.length > 0;
  }
  return changed;
}
