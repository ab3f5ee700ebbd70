import { transact } from "../../db/transaction.ts";
import { advanceOrder } from "../../server/modules/order/advance-order.ts";
import { fulfillLines } from "../../server/modules/order/fulfill-lines.ts";
import { loadOrder } from "../../server/modules/order/load-order.ts";
import { chooseUnits, type WantedUnits } from "../../server/modules/order/units.ts";
import { systemContext } from "../../server/system-context.ts";
import { readyCart } from "./factories.ts";
import type { TestShop } from "./shop.ts";

interface Bought {
  variantId: string;
  quantity: number;
}

/** An order of a guest, or of whoever's client it is. */
export async function newOrder(
  { client }: Pick<TestShop, "client">,
  lines: readonly Bought[],
  method: "test_card" | "cash_on_delivery" = "test_card",
) {
  const { id: cartId } = await readyCart({ client }, lines);
  const { order, accessToken } = await client.order.place.mutate({ cartId, provider: "manual", method });
  return { order, mine: { id: order.id, ...(accessToken !== null && { accessToken }) } };
}

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

/** The same of an order as its buyer has it, all of its units delivered. */
export async function newDeliveredOrder(
  shop: TestShop,
  lines: readonly Bought[],
  method: "test_card" | "cash_on_delivery" = "test_card",
  client = shop.client,
) {
  const placed = await newOrder({ client }, lines, method);
  const units = placed.order.lines.map(({ id: lineId, quantity }) => ({ lineId, quantity }));
  await deliver(shop, placed.order.id, units);
  return placed;
}
