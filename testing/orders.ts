import type { ShopClient } from "../client-sdk/src/index.ts";
import { readyCart } from "./carts.ts";
import type { CartLine, TestOrder } from "./public.d.ts";

/** An order of a guest, or of whoever's client it is. */
export async function newOrder(
  { client }: { client: ShopClient },
  lines: readonly CartLine[],
  method: "test_card" | "cash_on_delivery" | "bank_transfer" = "test_card",
): Promise<TestOrder> {
  const { id: cartId } = await readyCart({ client }, lines);
  const { order, accessToken } = await client.order.place.mutate({ cartId, provider: "manual", method });
  return { order, mine: { id: order.id, ...(accessToken !== null && { accessToken }) } };
}
