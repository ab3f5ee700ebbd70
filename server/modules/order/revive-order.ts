import { brokenConstraint } from "../../../db/errors.ts";
import { attempt } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { reserveStock, stockRaces } from "../inventory/move-stock.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { sumAdjustments } from "../pricing/sum-adjustments.ts";
import { buyerKey } from "../promotion/buyer-key.ts";
import { promotionRaces, redeemPromotions } from "../promotion/redeem.ts";
import { isForgotten } from "./forgotten.ts";
import { moveOrder } from "./move-order.ts";
import type { OrderState } from "./present-order.ts";
import { allUnits, unitsByVariant } from "./units.ts";

/** What is broken where somebody else has its units by now, or a promotion's last use. */
const goneBy: ReadonlySet<string> = new Set([...stockRaces, ...promotionRaces]);

/** Holds an expired order's units and uses its promotions once more, and confirms it; leaves it as it is where that cannot be. */
export async function reviveOrder(tx: TransactionContext, state: OrderState): Promise<void> {
  if (isForgotten(state.order)) return; // nobody to send it to
  try {
    await attempt(tx, (tx) => holdAgain(tx, state));
  } catch (error) {
    if (!goneBy.has(brokenConstraint(error) ?? "")) throw error;
  }
}

async function holdAgain(tx: TransactionContext, { order, lines }: OrderState): Promise<void> {
  const { db, clock } = tx;
  const now = clock.now();
  const of = { orderId: order.id, actorId: null, movedAt: now };
  const units = [...unitsByVariant(allUnits(lines))].map(([variantId, quantity]) => ({
    variantId,
    quantity,
    locationId: "loc_default",
  }));
  const adjustments = [...lines.flatMap((line) => line.adjustments), ...order.shippingAdjustments];
  for (const statement of [
    ...reserveStock(db, of, units),
    ...redeemPromotions(db, order, buyerKey(order), sumAdjustments(adjustments)),
  ]) {
    await statement;
  }
  await moveOrder(tx, order.id, "confirmed");
  await enqueue(db, {
    topic: "order.confirmed",
    subjectId: order.id,
    payload: { orderId: order.id },
    createdAt: now,
  });
}
