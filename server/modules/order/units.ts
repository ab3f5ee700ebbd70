import { AppError } from "../../core/errors.ts";
import type { OrderLineRow } from "./present-order.ts";

/** Some of a line's units. */
export interface LineUnits {
  line: OrderLineRow;
  count: number;
}

/** Units as a client names them. */
export interface WantedUnits {
  lineId: string;
  quantity: number;
}

type Counted = Pick<OrderLineRow, "quantity" | "fulfilledQuantity" | "canceledQuantity">;

/** How many of its units were neither sent nor canceled. */
export function openUnits({ quantity, fulfilledQuantity, canceledQuantity }: Counted): number {
  return quantity - fulfilledQuantity - canceledQuantity;
}

/** How many of its units were credited: canceled, back, or given back while they stay with their buyer. */
export function creditedUnits(
  line: Pick<OrderLineRow, "canceledQuantity" | "returnedQuantity" | "refundedQuantity">,
): number {
  return line.canceledQuantity + line.returnedQuantity + line.refundedQuantity;
}

/** Of units that come back, those that are still to be credited: a line's refunded ones come back first. */
export function unrefunded({ line, count }: LineUnits): LineUnits {
  return { line, count: Math.max(count - line.refundedQuantity, 0) };
}

/** All units of the lines that are `available`; of lines that have none nothing. */
export function allUnits(
  lines: readonly OrderLineRow[],
  available: (line: OrderLineRow) => number = openUnits,
): LineUnits[] {
  return lines.map((line) => ({ line, count: available(line) })).filter(({ count }) => count > 0);
}

/**
 * The units that are wanted, a line that is named twice once, where so many are `available`.
 * @throws NOT_FOUND for a line of no order or of another, UNITS_UNAVAILABLE
 */
export function chooseUnits(
  lines: readonly OrderLineRow[],
  wanted: readonly WantedUnits[],
  available: (line: OrderLineRow) => number = openUnits,
): LineUnits[] {
  const counts = new Map<string, number>();
  for (const { lineId, quantity } of wanted) counts.set(lineId, (counts.get(lineId) ?? 0) + quantity);
  return [...counts].map(([lineId, count]) => {
    const line = lines.find(({ id }) => id === lineId);
    if (!line) throw new AppError("NOT_FOUND");
    if (count > available(line)) {
      throw new AppError("UNITS_UNAVAILABLE", { lineId, available: available(line) });
    }
    return { line, count };
  });
}

/** As events and mails tell of them. */
export function nameUnits(units: readonly LineUnits[]): WantedUnits[] {
  return units.map(({ line, count }) => ({ lineId: line.id, quantity: count }));
}

/** How many units there are of each variant. */
export function unitsByVariant(units: readonly LineUnits[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { line, count } of units) counts.set(line.variantId, (counts.get(line.variantId) ?? 0) + count);
  return counts;
}
