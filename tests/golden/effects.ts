import type { Amounts, PromotionEffect } from "../../db/schema/promotion-rule.ts";
import { selected } from "./golden.ts";

type Target = "lines" | "order" | "shipping";

export const percentOff = (basisPoints: number, target: Target = "lines"): PromotionEffect => ({
  type: "percentage",
  target,
  basisPoints,
});

export const amountOff = (amounts: Amounts, target: Target = "order"): PromotionEffect => ({
  type: "fixed_amount",
  target,
  amounts,
});

/** Of every so many units the cheapest are free. */
export const cheapestFree = (every: number, free = 1): PromotionEffect => ({
  type: "cheapest_free",
  every,
  free,
});

/** So many units, and then so many more for less: of all lines, or of the one that each side names. */
export const buyGet = (
  buy: { quantity: number; of?: number },
  get: { quantity: number; basisPoints: number; of?: number },
): PromotionEffect => ({
  type: "buy_x_get_y",
  buy: { lines: buy.of ? selected([buy.of]) : null, quantity: buy.quantity },
  get: { lines: get.of ? selected([get.of]) : null, quantity: get.quantity, basisPoints: get.basisPoints },
  times: null,
});
