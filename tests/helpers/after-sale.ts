import { transact } from "../../db/transaction.ts";
import { advanceOrder } from "../../server/modules/order/advance-order.ts";
import { fulfillLines } from "../../server/modules/order/fulfill-lines.ts";
import { loadOrder } from "../../server/modules/order/load-order.ts";
import { chooseUnits, type WantedUnits } from "../../server/modules/order/units.ts";
import { systemContext } from "../../server/system-context.ts";
import { newOrder } from "../../testing/orders.ts";
import type { CartLine } from "../../testing/public.d.ts";
import type { TestShop } from "../../testing/shop.ts";

/** Has units of an order reach their buyer. */
export async function deliver(
  { db }: TestShop,
  orderId: string,
  units: readonly WantedUnits[],
): Promise<void> {
  await transact(systemContext(db), async (tx) => {
    const state = await loadOrder(tx, orderId);
    await fulfillLines(tx, state, chooseUnits(state.lines, units), { status: "delivered" });
    await advanceOrder(tx, orderId);
  });
}

/** An order as its buyer has it, all of its units delivered. */
export async function newDeliveredOrder(
  shop: TestShop,
  lines: readonly CartLine[],
  method: "test_card" | "cash_on_delivery" = "test_card",
  client = shop.client,
) {
  const placed = await newOrder({ client }, lines, method);
  const units = placed.order.lines.map(({ id: lineId, quantity }) => ({ lineId, quantity }));
  await deliver(shop, placed.order.id, units);
  return placed;
}
