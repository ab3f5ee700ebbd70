import { and, eq, ne, or } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import { attempt } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { isRefusal } from "../../core/errors.ts";
import { confirmOrder } from "./confirm-order.ts";
import { fulfillLines } from "./fulfill-lines.ts";
import { loadOrder } from "./load-order.ts";
import { moveOrder } from "./move-order.ts";
import { nextStep } from "./next-step.ts";
import type { OrderState } from "./present-order.ts";
import { fulfillmentStatus, orderPaymentStatus } from "./status.ts";
import { allUnits, openUnits } from "./units.ts";

/**
 * Does what follows from how an order stands, and stores the statuses that lists know it by: the end of whatever changes
 * an order's money, units or fulfillments. @throws NOT_FOUND
 */
export async function advanceOrder(tx: TransactionContext, orderId: string): Promise<void> {
  let state = await loadOrder(tx, orderId);
  for (let step = nextStep(state); step; step = nextStep(state)) {
    if (!(await steps[step](tx, state))) break;
    state = await loadOrder(tx, orderId);
  }
  await storeStatuses(tx, state);
}

/** What each does; the answer is whether it could. */
const steps: Record<
  NonNullable<ReturnType<typeof nextStep>>,
  (tx: TransactionContext, state: OrderState) => Promise<boolean>
> = {
  confirm: async (tx, { order }) => {
    await confirmOrder(tx, order.id);
    return true;
  },
  deliver: async (tx, state) => {
    const units = allUnits(state.lines, (line) => (line.requiresShipping ? 0 : openUnits(line)));
    try {
      await attempt(tx, (tx) => fulfillLines(tx, state, units, { status: "delivered" }));
      return true;
    } catch (error) {
      if (!isRefusal(error, "OUT_OF_STOCK")) throw error;
      return false; // what is owed is sent by staff once it is there; the money that came stays
    }
  },
  complete: async (tx, { order }) => {
    await moveOrder(tx, order.id, "completed");
    return true;
  },
};

async function storeStatuses(
  { db }: TransactionContext,
  { order, lines, payments, fulfillments }: OrderState,
): Promise<void> {
  const statuses = {
    paymentStatus: orderPaymentStatus(order, payments),
    fulfillmentStatus: fulfillmentStatus(order, lines, fulfillments),
  };
  await db
    .update(orders)
    .set(statuses)
    .where(
      and(
        eq(orders.id, order.id),
        or(
          ne(orders.paymentStatus, statuses.paymentStatus),
          ne(orders.fulfillmentStatus, statuses.fulfillmentStatus),
        ),
      ),
    );
}
