import { rowInsert } from "../../../../db/insert.ts";
import { orderLines } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { holdUnits } from "../hold-units.ts";
import type { OrderLineRow, OrderRow } from "../present-order.ts";

const insertLine = rowInsert(orderLines);

/** Writes lines that an order gets, and holds their units. @throws OUT_OF_STOCK */
export async function writeAdditions(
  tx: TransactionContext,
  order: OrderRow,
  lines: readonly OrderLineRow[],
): Promise<void> {
  if (lines.length === 0) return;
  for (const line of lines) await insertLine(tx.db, line);
  await holdUnits(
    tx,
    order,
    lines.map((line) => ({ line, count: line.quantity })),
  );
}
