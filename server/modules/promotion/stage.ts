import type { PromotionEffect } from "../../../db/schema/promotion-rule.ts";

/** What promotions are on, in the order in which they are applied: each on what those before have left. */
export type Stage = "lines" | "order" | "shipping";

export function stageOf(effect: PromotionEffect): Stage {
  return "target" in effect ? effect.target : "lines";
}
