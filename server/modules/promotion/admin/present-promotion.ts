import type { promotions } from "../../../../db/schema/index.ts";
import type { Amounts } from "../../../../db/schema/promotion-rule.ts";
import type { Money } from "../../../core/money.ts";

export type PromotionRow = typeof promotions.$inferSelect;

/** A promotion, or as much of it as was read, as clients get it: with what it has taken off as money. */
export function withDiscounts<Row extends { discounted: Amounts }>(row: Row) {
  return { ...row, discounted: presentAmounts(row.discounted) };
}

/** In the order of their currencies' codes. */
export function presentAmounts(amounts: Amounts): Money[] {
  return Object.entries(amounts)
    .map(([currency, amount]) => ({ amount, currency }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
