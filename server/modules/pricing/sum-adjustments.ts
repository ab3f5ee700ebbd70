import type { Adjustment } from "../../../db/schema/order.ts";

/** All that each promotion takes off, in the order in which they first come. */
export function sumAdjustments(adjustments: readonly Adjustment[]): Adjustment[] {
  const sums = new Map<string, Adjustment>();
  for (const adjustment of adjustments) {
    const { promotionId, amount } = adjustment;
    const sum = sums.get(promotionId);
    sums.set(promotionId, { ...adjustment, amount: (sum?.amount ?? 0) + amount });
  }
  return [...sums.values()];
}
