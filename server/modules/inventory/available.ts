import type { StockPolicy } from "../../../db/enums.ts";

export interface StockLevel {
  policy: StockPolicy;
  onHand: number;
  reserved: number;
}

/** How many units can be sold now; Infinity when the policy does not limit them. */
export function availableUnits({ policy, onHand, reserved }: StockLevel): number {
  return policy === "deny" ? Math.max(onHand - reserved, 0) : Number.POSITIVE_INFINITY;
}
