import { eq, sql } from "drizzle-orm";
import { carts, orders } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { endOpenPayment } from "../../payment/open-payment.ts";
import { releasePromotions } from "../../promotion/redeem.ts";
import { advanceOrder } from "../advance-order.ts";
import { creditOrder } from "../credit-order.ts";
import { dropUnits } from "../drop-units.ts";
import { moveOrder } from "../move-order.ts";
import type { OrderRow, OrderState } from "../present-order.ts";
import { touchOrder } from "../touch-order.ts";
import { allUnits } from "../units.ts";

const reason = "It could not be paid";

/**
 * Takes back an order whose payment could not be begun, as long as nothing is known of it at its provider: its units and
 * promotions are others' again, and its cart is its shopper's. If the provider did hear of it all the same, nobody has
 * what it takes to pay, and it is told to let go.
 */
export async function withdrawOrder(ctx: ServiceContext, orderId: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const state = await touchOrder(tx, { id: orderId });
    if (!canWithdraw(state)) return;
    const { order, lines } = state;
    await dropUnits(tx, orderId, allUnits(lines));
    for (const statement of releasePromotions(tx.db, orderId)) await statement;
    await creditOrder(tx, orderId, order.totalAmount);
    await endOpenPayment(tx, orderId);
    await moveOrder(tx, orderId, "canceled", { details: { reason } });
    await giveCartBack(tx, order);
    await advanceOrder(tx, orderId);
  });
}

/** Somebody else who placed the same cart may have begun its payment meanwhile, or chosen another. */
function canWithdraw({ order, payments }: OrderState): boolean {
  const [first, ...others] = payments;
  const isUnknown = first.status === "pending" && first.reference === null && others.length === 0;
  return order.status === "pending" && order.cartId !== null && isUnknown;
}

async function giveCartBack({ db, clock }: TransactionContext, { id, cartId }: OrderRow): Promise<void> {
  if (cartId === null) return;
  await db.update(orders).set({ cartId: null }).where(eq(orders.id, id));
  await db
    .update(carts)
    .set({ status: "open", version: sql`${carts.version} + 1`, updatedAt: clock.now() })
    .where(eq(carts.id, cartId));
}

/** Whether it was taken back, so that its cart can be ordered again. */
export function isWithdrawn({ status, cartId, replacesId }: OrderRow): boolean {
  return status === "canceled" && cartId === null && replacesId === null;
}
