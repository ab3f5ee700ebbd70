import type { StockPolicy } from "../../../db/enums.ts";
import { sendsTo } from "./allocate-stock.ts";
import type { FreeUnits } from "./free-units.ts";

export interface StockLevel {
  policy: StockPolicy;
  onHand: number;
  reserved: number;
}

/** How many units can be sold now; Infinity when the policy does not limit them. */
export function availableUnits({ policy, onHand, reserved }: StockLevel): number {
  return policy === "deny" ? Math.max(onHand - reserved, 0) : Number.POSITIVE_INFINITY;
}

/** A level with what of it is where; null where all of it goes anywhere. */
export interface LocatedLevel extends StockLevel {
  located: readonly FreeUnits[] | null;
}

/** How many of them can be sold to a country, or to some for null. */
export function availableTo(level: LocatedLevel, country: string | null): number {
  if (level.located === null || level.policy !== "deny") return availableUnits(level);
  const serving = level.located.filter((location) => sendsTo(location, country));
  return serving.reduce((sum, { free }) => sum + Math.max(free, 0), 0);
}
