import { brokenConstraint } from "../../../db/errors.ts";
import { attempt } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { isRefusal } from "../../core/errors.ts";
import { sumAdjustments } from "../pricing/sum-adjustments.ts";
import { buyerKey } from "../promotion/buyer-key.ts";
import { promotionRaces, redeemPromotions } from "../promotion/redeem.ts";
import { confirmOrder } from "./confirm-order.ts";
import { isForgotten } from "./forgotten.ts";
import { holdUnits } from "./hold-units.ts";
import type { OrderState } from "./present-order.ts";
import { allUnits } from "./units.ts";

/**
 * Holds an expired order's units and uses its promotions once more, and confirms it; leaves it as it is where somebody
 * else has one of them by now.
 */
export async function reviveOrder(tx: TransactionContext, state: OrderState): Promise<void> {
  if (isForgotten(state.order)) return; // nobody is left to send it to
  try {
    await attempt(tx, (tx) => revive(tx, state));
  } catch (error) {
    const isGone = isRefusal(error, "OUT_OF_STOCK") || promotionRaces.has(brokenConstraint(error) ?? "");
    if (!isGone) throw error;
  }
}

async function revive(tx: TransactionContext, { order, lines }: OrderState): Promise<void> {
  await holdUnits(tx, order, allUnits(lines));
  const adjustments = [...lines.flatMap((line) => line.adjustments), ...order.shippingAdjustments];
  const uses = sumAdjustments(adjustments);
  for (const statement of redeemPromotions(tx.db, order, buyerKey(order), uses)) await statement;
  await confirmOrder(tx, order.id);
}
