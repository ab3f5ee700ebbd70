import { rowInsert } from "../../../../db/insert.ts";
import { orderLines } from "../../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../../core/context.ts";
import { unitsByVariant } from "../../cart/cart-state.ts";
import { reserveStock } from "../../inventory/move-stock.ts";
import type { OrderLineRow } from "../present-order.ts";

const insertLine = rowInsert(orderLines);

/** Writes lines that an order gets, and holds their stock. It breaks one of `stockRaces` where that is gone. */
export async function writeAdditions(
  { db, actor, clock }: TransactionContext,
  orderId: string,
  lines: readonly OrderLineRow[],
): Promise<void> {
  for (const line of lines) await insertLine(db, line);
  const units = [...unitsByVariant(lines)].map(([variantId, quantity]) => ({
    variantId,
    quantity,
    locationId: "loc_default",
  }));
  const of = { orderId, actorId: actorIdOf(actor), movedAt: clock.now() };
  for (const movement of reserveStock(db, of, units)) await movement;
}
