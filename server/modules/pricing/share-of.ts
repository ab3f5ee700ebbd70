import { mulDiv } from "../../core/exact.ts";

/** What `count` units of a line, from the `first` on (0 is the first), are of an amount of all of its units. */
export interface Part {
  quantity: number;
  first: number;
  count: number;
}

/** All parts that a line is cut into sum to the amount, whatever their sizes, in whatever order they are asked for. */
export function shareOf(amount: number, { quantity, first, count }: Part): number {
  const upTo = (units: number) => mulDiv(amount, units, quantity, "floor");
  return upTo(first + count) - upTo(first);
}
