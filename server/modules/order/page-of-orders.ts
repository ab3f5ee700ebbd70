import { desc, type SQL, sql } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import { decodeCursorOf, encodeCursor } from "../../core/pagination.ts";
import type { OrderRow } from "./present-order.ts";

/** The newest first. */
export const newestFirst = [desc(orders.placedAt), desc(orders.id)] as const;

/** Whether an order comes after the page that said so; of the first page all do. @throws BAD_REQUEST */
export function isBeyond(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [placedAt, id] = decodeCursorOf("orders", cursor, "number");
  return sql`(${orders.placedAt}, ${orders.id}) < (${placedAt}, ${id})`;
}

/** A page of orders, of which one more was read than it shows. */
export function pageOfOrders<Item>(
  rows: readonly OrderRow[],
  limit: number,
  present: (row: OrderRow) => Item,
): { items: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    nextCursor:
      rows.length > limit && last ? encodeCursor(["orders", last.placedAt.getTime(), last.id]) : null,
  };
}
