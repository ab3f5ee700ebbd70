import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { type CartLine, type CartState, unitAmountsNow, type VariantFacts } from "./cart-state.ts";
import { assertSellable } from "./limits.ts";

/** What a line is told by: lines of one variant with other attributes stand beside each other. */
export interface LineOf {
  variantId: string;
  /** As `attributesText` writes them. */
  attributes: string;
}

export function isSameLine(line: LineOf, { variantId, attributes }: LineOf): boolean {
  return line.variantId === variantId && line.attributes === attributes;
}

/** The cart with so many more units, on the line that is of the same already or on a new one. @throws what `assertSellable` throws */
export function addUnits(
  state: CartState,
  variant: VariantFacts,
  { attributes, quantity }: { attributes: string; quantity: number },
): CartState {
  const { variantId } = variant;
  const line = state.lines.find((each) => isSameLine(each, { variantId, attributes }));
  if (line) return setUnits(state, line.id, line.quantity + quantity);
  const added = {
    ...variant,
    id: newId("line"),
    quantity,
    attributes,
    seenUnitAmount: 0, // what it is follows from the cart with it
    createdAt: state.now,
  };
  return sold(state, [...state.lines, added], added.id);
}

/** @throws NOT_FOUND, what `assertSellable` throws */
export function setUnits(state: CartState, lineId: string, quantity: number): CartState {
  assertHas(state, lineId);
  const lines = state.lines.map((line) => (line.id === lineId ? { ...line, quantity } : line));
  return sold(state, lines, lineId);
}

/** @throws NOT_FOUND */
export function dropLine(state: CartState, lineId: string): CartState {
  assertHas(state, lineId);
  return quoted(
    state,
    state.lines.filter(({ id }) => id !== lineId),
  );
}

/** With the line that was changed at the price of today, which its shopper is shown now. */
function sold(before: CartState, lines: readonly CartLine[], lineId: string): CartState {
  const after = quoted(before, lines, lineId);
  const changed = after.lines.find(({ id }) => id === lineId);
  if (changed) assertSellable(after, changed);
  return after;
}

/**
 * The cart with those lines. What one of a variant costs goes by how many the cart has of it: who had seen today's price
 * of a line sees what it becomes by the own change; a price that the shop has changed before stays unseen.
 */
function quoted(before: CartState, lines: readonly CartLine[], acceptedId?: string): CartState {
  const was = unitAmountsNow(before);
  const is = unitAmountsNow({ lines, now: before.now });
  const seen = (line: CartLine): number => {
    const amount = is.get(line.variantId) ?? line.seenUnitAmount;
    return line.id === acceptedId || line.seenUnitAmount === was.get(line.variantId)
      ? amount
      : line.seenUnitAmount;
  };
  return { ...before, lines: lines.map((line) => ({ ...line, seenUnitAmount: seen(line) })) };
}

function assertHas({ lines }: CartState, lineId: string): void {
  if (!lines.some(({ id }) => id === lineId)) throw new AppError("NOT_FOUND");
}
