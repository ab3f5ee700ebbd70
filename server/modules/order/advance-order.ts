import { and, eq, ne, or } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
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
    await steps[step](tx, state);
    state = await loadOrder(tx, orderId);
  }
  await storeStatuses(tx, state);
}

const steps: Record<
  NonNullable<ReturnType<typeof nextStep>>,
  (tx: TransactionContext, state: OrderState) => Promise<void>
> = {
  confirm: (tx, { order }) => confirmOrder(tx, order.id),
  deliver: (tx, state) => {
    const units = allUnits(state.lines, (line) => (line.requiresShipping ? 0 : openUnits(line)));
    return fulfillLines(tx, state, units, { status: "delivered" });
  },
  complete: async (tx, { order }) => {
    await moveOrder(tx, order.id, "completed");
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
