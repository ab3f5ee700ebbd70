import { AppError } from "../../core/errors.ts";
import type { LocatedUnits } from "../inventory/move-stock.ts";
import type { OrderLineRow } from "./present-order.ts";
import { type LineUnits, openUnits } from "./units.ts";

/** What is sent from one location; null where nothing of it is held anywhere. */
export interface Parcel {
  locationId: string | null;
  units: LineUnits[];
  /** What of it leaves the stock: all but what is not counted. */
  sold: LocatedUnits[];
}

/**
 * Packs units of an order where they are held, a parcel for each location, or all of them at the one given. What is
 * held nowhere, since it is not counted, goes with the rest.
 * @throws UNITS_UNAVAILABLE where fewer are held there
 */
export function packParcels(
  lines: readonly OrderLineRow[],
  units: readonly LineUnits[],
  holdings: readonly LocatedUnits[],
  from?: string,
): Parcel[] {
  const packed = new Map<string | null, Map<OrderLineRow, number>>();
  const pack = (locationId: string | null, line: OrderLineRow, count: number) => {
    const parcel = packed.get(locationId) ?? new Map<OrderLineRow, number>();
    packed.set(locationId, parcel.set(line, (parcel.get(line) ?? 0) + count));
  };
  const held = holdings.map((holding) => ({ ...holding }));
  const uncounted = uncountedUnits(lines, holdings);
  const loose: LineUnits[] = [];
  const sold: LocatedUnits[] = [];

  for (const { line, count } of units) {
    const { variantId } = line;
    let left = count;
    for (const holding of held) {
      if (holding.variantId !== variantId || (from !== undefined && holding.locationId !== from)) continue;
      const taken = Math.min(left, holding.quantity);
      if (taken === 0) continue;
      holding.quantity -= taken;
      left -= taken;
      pack(holding.locationId, line, taken);
      sold.push({ ...holding, quantity: taken });
    }
    if (left === 0) continue;
    const free = uncounted.get(variantId) ?? 0;
    if (left > free) {
      throw new AppError("UNITS_UNAVAILABLE", { lineId: line.id, available: count - left + free });
    }
    uncounted.set(variantId, free - left);
    loose.push({ line, count: left });
  }

  const [first = null] = packed.keys();
  for (const { line, count } of loose) pack(from ?? first, line, count);
  return [...packed].map(([locationId, parcel]) => ({
    locationId,
    units: [...parcel].map(([line, count]) => ({ line, count })),
    sold: sold.filter((each) => each.locationId === locationId),
  }));
}

/** By variant: how many of the order's units that are still to be sent are held nowhere. */
function uncountedUnits(
  lines: readonly OrderLineRow[],
  holdings: readonly LocatedUnits[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    counts.set(line.variantId, (counts.get(line.variantId) ?? 0) + openUnits(line));
  }
  for (const { variantId, quantity } of holdings) {
    counts.set(variantId, Math.max((counts.get(variantId) ?? 0) - quantity, 0));
  }
  return counts;
}
