import type { AnyShopError, Input, OrderEvent, ShopClient } from "../../client-sdk/src/index.ts";
import type { Database } from "../../db/client.ts";
import { type OrderEventType, recordEvent } from "../../server/modules/order/events.ts";
import { lastEventId as readLastEventId } from "../../server/modules/order/watch/read-events.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import type { TestShop } from "../../testing/shop.ts";

/** A guest's order, of whatever, as it is watched from now on. */
export async function newOrder(
  shop: Pick<TestShop, "client" | "db">,
  method: "cash_on_delivery" | "test_card" = "cash_on_delivery",
) {
  const { variantId } = await newProduct(shop.db);
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
  const { order, accessToken } = await shop.client.order.place.mutate({ cartId, provider: "manual", method });
  const lastEventId = await readLastEventId(shop.db);
  return { id: order.id, accessToken: accessToken ?? "", lastEventId };
}

/** Writes down that something happened to an order. */
export async function happen(
  db: Database,
  orderId: string,
  type: OrderEventType = "confirmed",
  nth = 0,
): Promise<void> {
  await recordEvent(db, {
    orderId,
    type,
    details: { note: `${nth}` },
    actorId: null,
    happenedAt: new Date(),
  });
}

/** Watches an order and keeps what it is told. */
export function watch(client: ShopClient, input: Input<"order.watch">) {
  const events: OrderEvent[] = [];
  const waiting = new Set<() => void>();
  const { promise: refused, resolve: refuse } = Promise.withResolvers<AnyShopError>();
  const { unsubscribe } = client.order.watch.subscribe(input, {
    onData(event) {
      events.push(event);
      for (const look of waiting) look();
    },
    onError: refuse,
  });
  /** Resolves when so many events have come. */
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (events.length < count) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { events, until, refused, stop: unsubscribe };
}
