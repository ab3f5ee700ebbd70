import { and, eq, isNotNull, sql } from "drizzle-orm";
import { orders } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { capturePayment } from "../../payment/capture-payment.ts";
import { endOpenPayment } from "../../payment/open-payment.ts";
import { newPayment } from "../../payment/payments.ts";
import { gatewayOf } from "../../payment/providers.ts";
import { insertPayment } from "../../payment/write-payment.ts";
import { advanceOrder } from "../advance-order.ts";
import { balanceOf } from "../balance.ts";
import { confirmOrder } from "../confirm-order.ts";
import type { OrderRow, OrderState } from "../present-order.ts";
import { receiveMoney } from "./receive-money.ts";
import type { RetryInput } from "./schema.ts";

/** Has an order be paid by a new attempt, for what is owed, and do what it would have done if it had been placed so. */
export async function replaceAttempt(
  tx: TransactionContext,
  state: OrderState,
  { provider, method }: RetryInput,
): Promise<void> {
  const { order, payments } = state;
  const now = tx.clock.now();
  const due = { amount: balanceOf(order, payments).owed, currency: order.currency };
  const { payment, deadline } = newPayment(tx, { orderId: order.id, provider, method, due, now });
  await endOpenPayment(tx, order.id);
  await insertPayment(tx.db, { ...payment, status: "pending", capturedAmount: 0 });
  if (payment.status === "captured") {
    await receiveMoney(tx, state, await capturePayment(tx, payment.id), payment.amount);
  } else if (order.status === "pending" && deadline === null) {
    await confirmOrder(tx, order.id);
  } else if (deadline !== null) {
    await waitUntil(tx, order, new Date(order.placedAt.getTime() + deadline.getTime() - now.getTime()));
    if (!gatewayOf(tx, provider)) await tellHowToPay(tx, order);
  }
  await advanceOrder(tx, order.id);
}

/** Counted from its placing, so that no number of attempts holds its units for ever. */
async function waitUntil({ db }: TransactionContext, { id }: OrderRow, deadline: Date): Promise<void> {
  await db
    .update(orders)
    .set({ expiresAt: sql`max(${orders.expiresAt}, ${deadline.getTime()})` })
    .where(and(eq(orders.id, id), isNotNull(orders.expiresAt)));
}

async function tellHowToPay({ db, clock }: TransactionContext, { id: orderId }: OrderRow): Promise<void> {
  const createdAt = clock.now();
  await enqueue(db, { topic: "order.placed", subjectId: orderId, payload: { orderId }, createdAt });
}
