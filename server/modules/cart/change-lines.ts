import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { CartLine, CartState, VariantFacts } from "./cart-state.ts";
import { assertSellable } from "./limits.ts";
import { outdatedPrices, seenNow } from "./seen-prices.ts";

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
  const lines = state.lines.filter(({ id }) => id !== lineId);
  return { ...state, lines: seenNow(lines, state.now, outdatedPrices(state)) };
}

/** With the line that was changed at the price of today, which its shopper is shown now. */
function sold(before: CartState, lines: readonly CartLine[], lineId: string): CartState {
  const outdated = outdatedPrices(before);
  outdated.delete(lineId);
  const after = { ...before, lines: seenNow(lines, before.now, outdated) };
  const changed = after.lines.find(({ id }) => id === lineId);
  if (changed) assertSellable(after, changed);
  return after;
}

function assertHas({ lines }: CartState, lineId: string): void {
  if (!lines.some(({ id }) => id === lineId)) throw new AppError("NOT_FOUND");
}
