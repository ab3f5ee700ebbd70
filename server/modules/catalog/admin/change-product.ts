import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { products } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";

export type ProductRow = typeof products.$inferSelect;

type Changes = {
  [Column in Exclude<keyof ProductRow, "id" | "version" | "createdAt" | "updatedAt">]?:
    | ProductRow[Column]
    | SQL
    | undefined;
};

interface ProductInVersion {
  id: string;
  /** Undefined for whichever there is. */
  version?: number | undefined;
}

/**
 * Changes a product's row and then, by `work`, what belongs to it. Its version rises first, so that of two who saw the
 * same one wins. @throws NOT_FOUND, VERSION_CONFLICT, and what `work` throws
 */
export async function changeProduct(
  tx: TransactionContext,
  { id, version }: ProductInVersion,
  changes: Changes = {},
  work: (product: ProductRow) => Promise<void> = async () => {},
): Promise<void> {
  const [changed] = await tx.db
    .update(products)
    .set({ ...changes, version: sql`${products.version} + 1` })
    .where(and(eq(products.id, id), version === undefined ? undefined : eq(products.version, version)))
    .returning();
  if (!changed) throw await missing(tx, id);
  await work(changed);
  await touchProducts(tx, [id]);
}

/** The end of every write to anything of a product: search reads it again then. */
export async function touchProducts(
  { db, clock }: TransactionContext,
  ids: readonly string[],
): Promise<void> {
  await db
    .update(products)
    .set({ updatedAt: clock.now() })
    .where(inArray(products.id, [...ids]));
}

async function missing({ db }: TransactionContext, id: string): Promise<AppError> {
  const [current] = await db.select({ version: products.version }).from(products).where(eq(products.id, id));
  return current ? new AppError("VERSION_CONFLICT", { current: current.version }) : new AppError("NOT_FOUND");
}
