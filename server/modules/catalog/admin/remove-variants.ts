import { and, eq, inArray, sql } from "drizzle-orm";
import { cartLines, carts, variants } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";

/** Removes variants, and so their lines of carts: whoever has seen those carts has not seen them as they are now. */
export async function removeVariants(
  { db, clock }: TransactionContext,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const holding = db
    .select({ id: cartLines.cartId })
    .from(cartLines)
    .where(inArray(cartLines.variantId, [...ids]));
  await db
    .update(carts)
    .set({ version: sql`${carts.version} + 1`, updatedAt: clock.now() })
    .where(and(eq(carts.status, "open"), inArray(carts.id, holding)));
  await db.delete(variants).where(inArray(variants.id, [...ids]));
}
