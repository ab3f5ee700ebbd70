import { allocate } from "../../core/exact.ts";
import type { Levy, Taxation } from "./taxation.ts";

interface Goods {
  taxClass: string;
  requiresShipping: boolean;
  /** What they cost. */
  left: number;
}

/**
 * What of the price of shipping is taxed how: all of it by its own class, or, where that is null, as the goods that are
 * sent, in proportion to what they cost.
 */
export function shippingShares(
  amount: number,
  taxClass: string | null,
  goods: readonly Goods[],
  taxation: Taxation,
): { amount: number; levy: Levy }[] {
  if (taxClass !== null) return [{ amount, levy: taxation.onShipping(taxClass) }];
  const costs = new Map<Levy, number>();
  for (const { taxClass, requiresShipping, left } of goods) {
    if (!requiresShipping) continue;
    const levy = taxation.onShipping(taxClass);
    costs.set(levy, (costs.get(levy) ?? 0) + left);
  }
  const amounts = allocate(amount, [...costs.values()]);
  return [...costs.keys()].map((levy, index) => ({ levy, amount: amounts[index] ?? 0 }));
}
