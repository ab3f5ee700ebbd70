import type { Place } from "../pricing/priceable-cart.ts";
import { matchesPostalCode } from "./postal-pattern.ts";

/** A part of a country: its regions, as addresses write them, and its postal codes, as patterns; null is all. */
export interface Area {
  regions: readonly string[] | null;
  postalCodes: readonly string[] | null;
}

/** Whether a place of the country lies in an area of it. */
export function liesIn({ region, postalCode }: Place, { regions, postalCodes }: Area): boolean {
  return (
    (regions === null || regions.some((name) => isSame(name, region ?? ""))) &&
    (postalCodes === null || postalCodes.some((pattern) => matchesPostalCode(pattern, postalCode)))
  );
}

const isSame = (one: string, other: string): boolean =>
  one.trim().toUpperCase() === other.trim().toUpperCase();
