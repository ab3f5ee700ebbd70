import { decodeCursorOf, encodeCursor, notACursor } from "../../../core/pagination.ts";
import type { ProductSort } from "../schema.ts";
import type { Position } from "./position.ts";
import { readShown, writeShown } from "./shown.ts";

export function writeCursor(sort: ProductSort, { sortKey, number, shown }: Position): string {
  if (sort === "relevance") return encodeCursor([sort, writeShown(shown), ""]);
  return encodeCursor([sort, sortKey, String(number)]);
}

/** @throws BAD_REQUEST when it is not of this list in this order */
export function readCursor(sort: ProductSort, cursor: string): Position {
  if (sort === "relevance") {
    const shown = readShown(decodeCursorOf(sort, cursor, "string")[0]);
    if (shown === undefined) throw notACursor();
    return { sortKey: 0, number: 0, shown };
  }
  const [sortKey, number] = decodeCursorOf(sort, cursor, sort === "title" ? "string" : "number");
  return { sortKey, number: numberOf(number), shown: [] };
}

function numberOf(digits: string): number {
  if (!/^[0-9]{1,15}$/.test(digits)) throw notACursor();
  return Number(digits);
}
