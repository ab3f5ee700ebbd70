import type { promotions } from "../../../../db/schema/index.ts";
import type { Amounts } from "../../../../db/schema/promotion-rule.ts";
import type { Money } from "../../../core/money.ts";

export type PromotionRow = typeof promotions.$inferSelect;

/** A promotion, or as much of it as was read, as clients get it: with money for what it has taken off, by currency. */
export function withDiscounts<Row extends { discounted: Amounts }>(row: Row) {
  const discounted: Money[] = Object.entries(row.discounted)
    .map(([currency, amount]) => ({ amount, currency }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
  return { ...row, discounted };
}
