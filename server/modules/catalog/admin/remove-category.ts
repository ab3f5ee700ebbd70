import { setImmediate as nextTurn } from "node:timers/promises";
import { eq, inArray, sql } from "drizzle-orm";
import { categories, productCategories, products } from "../../../../db/schema/index.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import type { RemoveCategoryInput } from "./category-schema.ts";
import type { Removed } from "./removal-schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/** In products: few enough for nobody who reads to notice. */
const batchSize = 200;

/** Removes a category and takes its products out of it. @throws NOT_FOUND, VERSION_CONFLICT; CONFLICT while others stand below it */
export function removeCategory(ctx: StaffContext, { id, version }: RemoveCategoryInput): Promise<Removed> {
  return writeCatalog(ctx, async (tx) => {
    const [known] = await tx.db.select().from(categories).where(eq(categories.id, id));
    if (!known) throw new AppError("NOT_FOUND");
    const { name, slug, parentId, version: current } = known;
    if (version !== undefined && version !== current) throw new AppError("VERSION_CONFLICT", { current });
    const [below] = await tx.db.select().from(categories).where(eq(categories.parentId, id)).limit(1);
    if (below) throw new AppError("CONFLICT");

    const productCount = await emptyCategory(tx, id);
    await tx.db.delete(categories).where(eq(categories.id, id));
    await audit(tx, "category-removed", id, { name, slug, parentId, productCount });
    return { done: true };
  });
}

/** Takes every product out of a category, some at a time, since each is indexed for search again. Answers how many. */
async function emptyCategory({ db, clock }: TransactionContext, categoryId: string): Promise<number> {
  let count = 0;
  for (;;) {
    const some = db
      .select({ id: productCategories.productId })
      .from(productCategories)
      .where(eq(productCategories.categoryId, categoryId))
      .limit(batchSize);
    const left = await db
      .delete(productCategories)
      .where(
        sql`${productCategories.categoryId} = ${categoryId} and ${productCategories.productId} in ${some}`,
      )
      .returning({ id: productCategories.productId });
    const ids = left.map(({ id }) => id);
    if (ids.length === 0) return count;
    await db
      .update(products)
      .set({ version: sql`${products.version} + 1`, updatedAt: clock.now() })
      .where(inArray(products.id, ids));
    count += ids.length;
    await nextTurn(); // those who only read are not kept waiting
  }
}
