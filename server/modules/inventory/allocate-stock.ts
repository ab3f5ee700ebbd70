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

/** Whether it sends to a country; to some for null. */
export function sendsTo({ countries }: Pick<StockLocation, "countries">, country: string | null): boolean {
  return country === null || countries === null || countries.includes(country);
}

/** Those that send to a country, or anywhere at all for null, in the order in which they are asked. */
export function servingLocations(
  locations: readonly StockLocation[],
  country: string | null,
): StockLocation[] {
  return locations
    .filter((location) => sendsTo(location, country))
    .toSorted((one, other) => one.priority - other.priority || compare(one.id, other.id));
}

/** How many units of a variant those have together that nobody holds. */
function freeUnits(locations: readonly StockLocation[], variantId: string): number {
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
  const wants = wantsOf(wanted).map((want) => sendable(want, serving));
  // Of all locations that may come first: two that can serve together what one cannot are found whichever they are.
  const plans = serving.map((first) => planFrom(first, wants, serving));
  const [best = []] = plans.toSorted((one, other) => idsIn(one).size - idsIn(other).size);
  return best;
}

/** Units of a variant, and who can send all of them. */
interface Want {
  variantId: string;
  quantity: number;
  senders: ReadonlySet<StockLocation>;
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
function sendable({ variantId, quantity, policy }: WantedUnits, serving: readonly StockLocation[]): Want {
  const available = freeUnits(serving, variantId);
  const isEnough = policy === "deny" ? available >= quantity : serving.length > 0;
  if (!isEnough) throw new AppError("OUT_OF_STOCK", { variantId, available });
  const having = serving.filter((location) => freeAt(location, variantId) >= quantity);
  const isOwed = having.length === 0 && policy === "backorder";
  return { variantId, quantity, senders: new Set(isOwed ? serving : having) };
}

/** What each sends if that one is asked first, and then always who can send most of what is left. */
function planFrom(
  first: StockLocation,
  wants: readonly Want[],
  serving: readonly StockLocation[],
): LocatedUnits[] {
  const plan: LocatedUnits[] = [];
  let left = wants;
  for (let next: StockLocation | undefined = first; next; next = sendingMost(left, serving)) {
    const location = next;
    for (const { variantId, quantity, senders } of left) {
      if (senders.has(location)) plan.push({ variantId, locationId: location.id, quantity });
    }
    left = left.filter(({ senders }) => !senders.has(location));
  }
  for (const want of left) plan.push(...split(want, serving, idsIn(plan)));
  return plan;
}

/** The first of those that can send most of it; undefined when nobody can send any whole. */
function sendingMost(wants: readonly Want[], serving: readonly StockLocation[]): StockLocation | undefined {
  const counts = new Map<StockLocation, number>();
  for (const { senders } of wants) {
    for (const location of senders) counts.set(location, (counts.get(location) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return serving.find((location) => counts.get(location) === most);
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

function freeAt({ free }: StockLocation, variantId: string): number {
  return Math.max(free[variantId] ?? 0, 0);
}

function idsIn(plan: readonly LocatedUnits[]): Set<string> {
  return new Set(plan.map(({ locationId }) => locationId));
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
