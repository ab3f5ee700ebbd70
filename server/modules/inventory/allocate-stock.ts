import type { StockPolicy } from "../../../db/enums.ts";
import { AppError } from "../../core/errors.ts";
import type { LocatedUnits } from "./move-stock.ts";

/** A location that sends, with what it has of the variants in question. */
export interface StockLocation {
  id: string;
  /** Where it sends to (ISO 3166-1 alpha-2); null is everywhere. */
  countries: readonly string[] | null;
  /** The lowest is asked first. */
  priority: number;
  /** Units by variant that nobody holds; below zero where more are held than there are. */
  free: Readonly<Record<string, number>>;
}

export interface WantedUnits {
  variantId: string;
  quantity: number;
  policy: StockPolicy;
}

/** Those that send to a country, or anywhere at all for null, in the order in which they are asked. */
export function servingLocations(
  locations: readonly StockLocation[],
  country: string | null,
): StockLocation[] {
  return locations
    .filter(({ countries }) => country === null || countries === null || countries.includes(country))
    .toSorted((one, other) => one.priority - other.priority || compare(one.id, other.id));
}

/** How many units of a variant those have together that nobody holds. */
export function freeUnits(locations: readonly StockLocation[], variantId: string): number {
  return locations.reduce((sum, location) => sum + freeAt(location, variantId), 0);
}

/**
 * Which location sends how many of what: one that has all of it, the first of those; else as few as are found; a variant
 * comes from several only where no one has enough. What is sold beyond what is there is owed by a location that sends
 * anyway, and what is not counted by none. Lines of one variant count together.
 * @throws OUT_OF_STOCK with what these locations have of the first variant that they lack
 */
export function allocateStock(
  wanted: readonly WantedUnits[],
  serving: readonly StockLocation[],
): LocatedUnits[] {
  const wants = wantsOf(wanted).map((want) => assured(want, serving));
  // Of all locations that may come first: two that can serve together what one cannot are found whichever they are.
  const plans = serving.map((first) => planFrom(first, wants, serving));
  const [best = []] = plans.toSorted((one, other) => senders(one).size - senders(other).size);
  return best;
}

/** Units of a variant, of which a location has all, or owes them. */
interface Want extends WantedUnits {
  /** Whether they are owed by whoever sends them, since nobody has all of them. */
  owed: boolean;
}

/** Every variant once, and none that is not counted. */
function wantsOf(wanted: readonly WantedUnits[]): WantedUnits[] {
  const wants = new Map<string, WantedUnits>();
  for (const { variantId, quantity, policy } of wanted) {
    if (policy === "untracked") continue;
    const before = wants.get(variantId)?.quantity ?? 0;
    wants.set(variantId, { variantId, quantity: before + quantity, policy });
  }
  return [...wants.values()].toSorted((one, other) => compare(one.variantId, other.variantId));
}

/** @throws OUT_OF_STOCK */
function assured(want: WantedUnits, serving: readonly StockLocation[]): Want {
  const { variantId, quantity, policy } = want;
  const available = freeUnits(serving, variantId);
  const isEnough = policy === "deny" ? available >= quantity : serving.length > 0;
  if (!isEnough) throw new AppError("OUT_OF_STOCK", { variantId, available });
  const isWhole = serving.some((location) => freeAt(location, variantId) >= quantity);
  return { ...want, owed: policy === "backorder" && !isWhole };
}

/** What each sends if that one is asked first, and then always who has most of what is left. */
function planFrom(
  first: StockLocation,
  wants: readonly Want[],
  serving: readonly StockLocation[],
): LocatedUnits[] {
  const plan: LocatedUnits[] = [];
  let left = wants;
  for (let next: StockLocation | undefined = first; next; next = servingMost(left, serving)) {
    const location = next;
    const { whole = [], other = [] } = Object.groupBy(left, (want) =>
      has(location, want) ? "whole" : "other",
    );
    for (const { variantId, quantity } of whole) plan.push({ variantId, locationId: location.id, quantity });
    left = other;
  }
  for (const want of left) plan.push(...split(want, serving, senders(plan)));
  return plan;
}

function servingMost(wants: readonly Want[], serving: readonly StockLocation[]): StockLocation | undefined {
  let most = 0;
  let found: StockLocation | undefined;
  for (const location of serving) {
    const count = wants.filter((want) => has(location, want)).length;
    if (count > most) [most, found] = [count, location];
  }
  return found;
}

/** From those that send something already, then from those that have most. */
function split(
  { variantId, quantity }: Want,
  serving: readonly StockLocation[],
  sending: ReadonlySet<string>,
): LocatedUnits[] {
  const parts: LocatedUnits[] = [];
  let left = quantity;
  const byUse = serving.toSorted(
    (one, other) =>
      Number(sending.has(other.id)) - Number(sending.has(one.id)) ||
      freeAt(other, variantId) - freeAt(one, variantId),
  );
  for (const location of byUse) {
    const taken = Math.min(freeAt(location, variantId), left);
    if (taken > 0) parts.push({ variantId, locationId: location.id, quantity: taken });
    left -= taken;
  }
  return parts;
}

function has(location: StockLocation, { variantId, quantity, owed }: Want): boolean {
  return owed || freeAt(location, variantId) >= quantity;
}

function freeAt({ free }: StockLocation, variantId: string): number {
  return Math.max(free[variantId] ?? 0, 0);
}

function senders(plan: readonly LocatedUnits[]): Set<string> {
  return new Set(plan.map(({ locationId }) => locationId));
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
