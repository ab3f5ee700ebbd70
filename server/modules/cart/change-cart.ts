import { and, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { carts } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { getCart } from "./get-cart.ts";
import { ownsCart } from "./owns-cart.ts";
import type { Cart } from "./schema.ts";

export type CartRecord = typeof carts.$inferSelect;

const touchStatement = prepared((db) =>
  db
    .update(carts)
    .set({ version: sql`${carts.version} + 1`, updatedAt: sql`${sql.placeholder("now")}` })
    .where(and(eq(carts.id, sql.placeholder("cartId")), eq(carts.status, "open")))
    .returning(),
);

/**
 * Changes an open cart in one transaction and answers with the whole of it as it then is.
 * @throws NOT_FOUND, also for one of somebody else; CART_NOT_OPEN, and what `change` throws
 */
export async function changeCart(
  ctx: ServiceContext,
  cartId: string,
  change: (tx: TransactionContext, cart: CartRecord) => Promise<void>,
): Promise<Cart> {
  return transact(ctx, async (tx) => {
    const [cart] = await touchStatement(tx.db, { cartId, now: tx.clock.now().getTime() });
    if (!cart) {
      await getCart(tx, { cartId }); // throws when there is no such cart for the actor at all
      throw new AppError("CART_NOT_OPEN");
    }
    if (!ownsCart(tx.actor, cart)) throw new AppError("NOT_FOUND");
    await change(tx, cart);
    return getCart(tx, { cartId });
  });
}
