import { eq, sql } from "drizzle-orm";
import { orders } from "../../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../../core/context.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { askForPayment } from "../../payment/open-payment.ts";
import type { PricedAdditions } from "../additions/price-additions.ts";
import { writeAdditions } from "../additions/write-additions.ts";
import { creditUnits } from "../credit-order.ts";
import { dropUnits } from "../drop-units.ts";
import { recordEvent } from "../events.ts";
import type { OrderRow } from "../present-order.ts";
import { readBalance } from "../read-balance.ts";
import { settleOrder } from "../settle-order.ts";
import { nameUnits } from "../units.ts";
import type { EditPlan } from "./plan-edit.ts";

/** Changes the order as it was planned. @throws OUT_OF_STOCK */
export async function writeEdit(
  tx: TransactionContext,
  order: OrderRow,
  { canceled }: EditPlan,
  { lines, totals }: PricedAdditions,
): Promise<void> {
  const { db, actor, clock } = tx;
  const { id: orderId, currency, version } = order;
  const by = { actorId: actorIdOf(actor), happenedAt: clock.now() };
  await raiseTotals(tx, order, totals);
  await dropUnits(tx, orderId, canceled);
  await creditUnits(tx, orderId, canceled);
  await writeAdditions(tx, order, lines);
  const change = {
    lines: nameUnits(canceled),
    added: lines.map(({ id: lineId, quantity }) => ({ lineId, quantity })),
  };
  await recordEvent(db, { ...by, orderId, type: "lines-changed", details: change });
  await enqueue(db, {
    topic: "order.changed",
    subjectId: orderId,
    payload: { orderId, version, ...change },
    createdAt: by.happenedAt,
  });
  const { owed } = (await readBalance(tx, orderId)).balance;
  if (owed > 0) await askForPayment(tx, { orderId, amount: owed, currency });
  else await settleOrder(tx, orderId, { reason: null });
}

/** Adds what is added to the order's sums. */
async function raiseTotals(
  { db }: TransactionContext,
  { id }: OrderRow,
  { subtotal, tax, total }: PricedAdditions["totals"],
): Promise<void> {
  await db
    .update(orders)
    .set({
      subtotalAmount: sql`${orders.subtotalAmount} + ${subtotal}`,
      taxAmount: sql`${orders.taxAmount} + ${tax}`,
      totalAmount: sql`${orders.totalAmount} + ${total}`,
    })
    .where(eq(orders.id, id));
}
