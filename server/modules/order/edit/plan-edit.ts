import { AppError, badRequest } from "../../../core/errors.ts";
import { maxLines } from "../../cart/limits.ts";
import type { Addition } from "../additions/price-additions.ts";
import type { OrderLineRow, OrderRow, OrderState } from "../present-order.ts";
import { type LineUnits, openUnits, unitsByVariant } from "../units.ts";
import type { EditOrderInput } from "./schema.ts";

/** What an edit comes to. */
export interface EditPlan {
  canceled: LineUnits[];
  added: Addition[];
  /** How many units of each variant stay, sent or not. */
  kept: Map<string, number>;
}

/**
 * Which units an edit cancels and which it adds.
 * @throws INVALID_TRANSITION; NOT_FOUND for a line of another order; UNITS_UNAVAILABLE for units that were sent;
 * BAD_REQUEST where nothing would be left
 */
export function planEdit(
  { order, lines }: Pick<OrderState, "order" | "lines">,
  { set, add }: EditOrderInput,
): EditPlan {
  assertEditable(order);
  const changes = set.map(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId);
    if (!line) throw new AppError("NOT_FOUND");
    return { line, more: quantity - standing(line) };
  });
  const canceled = changes.filter(({ more }) => more < 0).map(({ line, more }) => ({ line, count: -more }));
  const raised = changes.filter(({ more }) => more > 0);
  const added = [
    ...raised.map(({ line: { variantId, attributes }, more }) => ({ variantId, attributes, quantity: more })),
    ...add.map((addition) => ({ ...addition, attributes: {} })),
  ];
  for (const { line, count } of canceled) assertOpen(line, count);
  const kept = keptUnits(lines, canceled);
  if (added.length === 0 && [...kept.values()].every((units) => units === 0)) {
    throw badRequest("set", "Cancel the order to leave nothing of it");
  }
  if (lines.length + added.length > maxLines) {
    throw badRequest("add", `An order holds at most ${maxLines} lines`);
  }
  return { canceled, added, kept };
}

/** Nothing is changed of what was sent whole or has ended. @throws INVALID_TRANSITION */
function assertEditable({ status }: OrderRow): void {
  if (status !== "pending" && status !== "confirmed") {
    throw new AppError("INVALID_TRANSITION", { from: status, to: "edited" });
  }
}

/** @throws UNITS_UNAVAILABLE */
function assertOpen(line: OrderLineRow, count: number): void {
  const available = openUnits(line);
  if (count > available) throw new AppError("UNITS_UNAVAILABLE", { lineId: line.id, available });
}

/** Sent or not. */
function standing({ quantity, canceledQuantity }: OrderLineRow): number {
  return quantity - canceledQuantity;
}

function keptUnits(lines: readonly OrderLineRow[], canceled: readonly LineUnits[]): Map<string, number> {
  const units = unitsByVariant(lines.map((line) => ({ line, count: standing(line) })));
  for (const [variantId, count] of unitsByVariant(canceled)) {
    units.set(variantId, (units.get(variantId) ?? 0) - count);
  }
  return units;
}
