import { expectSame } from "../../bench/expect.ts";
import {
  type ClientOptions,
  createClient,
  memorySession,
  type Order,
  type ShopClient,
} from "../../client-sdk/src/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { password } from "../../testing/customers.ts";
import type { Acknowledged } from "../faults/harness/acknowledged.ts";
import { watch } from "../helpers/watching.ts";
import { mailedToken } from "./mailed-token.ts";
import { roaming } from "./roaming.ts";
import type { ClusterWorld } from "./shop-world.ts";

/** Shops through each region, from looking around to what is sent back, and once with every request through another. @throws when something is not as it has to be */
export async function shopEverywhere({ cluster, shared }: ClusterWorld, random: () => number): Promise<void> {
  const { proxy, regions, env } = cluster;
  const headers = { authorization: `Bearer ${shared.apiKey}` };
  const entrances = [...regions.map(({ name }) => ({ url: proxy.near(name) })), roaming(cluster, random)];
  await Promise.all(
    entrances.map(async (entrance, index) => {
      const staff = createClient({ ...entrance, retry: 0, headers });
      const buyer = await signUp(entrance, `ada-${index}@example.com`, env.DATA_DIR);
      await buyAndSendBack(buyer, staff, shared.acknowledged);
      await buyer.auth.logout.mutate();
      expectSame("who is signed in", await buyer.auth.me.query(), null);
    }),
  );
}

/** An account that is opened, verified by the mail and signed in to. */
async function signUp(entrance: ClientOptions, email: string, dataDir: string): Promise<ShopClient> {
  const client = createClient({ ...entrance, retry: 0, session: memorySession() });
  await client.auth.register.mutate({ email, password });
  await client.auth.verifyEmail.mutate({ token: await mailedToken(dataDir, email), password });
  await client.auth.login.mutate({ email, password });
  expectSame("who is signed in", (await client.auth.me.query())?.email, email);
  return client;
}

async function buyAndSendBack(
  buyer: ShopClient,
  staff: ShopClient,
  acknowledged: Acknowledged,
): Promise<void> {
  const { orders: desk } = staff.admin;
  const hear = (order: Order) => {
    acknowledged.hear(order);
    return order;
  };
  const { items } = await buyer.catalog.products.query({ inStock: true });
  const [item] = items;
  const product = await buyer.catalog.product.query({ slug: item?.slug ?? "" });
  const [variant] = product.variants;
  const cart = await readyCart({ client: buyer }, [{ variantId: variant?.id ?? "", quantity: 2 }]);
  await buyer.cart.claim.mutate({ cartId: cart.id });
  const placing = { cartId: cart.id, provider: "manual", method: "bank_transfer" } as const;
  const { order } = await buyer.order.place.mutate(placing);
  expectSame("what is to be paid", hear(order).totals, cart.totals);
  const { id } = order;
  const watcher = watch(buyer, { id });

  hear(await desk.markPaid.mutate({ id }));
  const { fulfillments } = await desk.fulfill.mutate({ id });
  const [parcel] = fulfillments;
  const sent = { id, fulfillmentId: parcel?.id ?? "" };
  hear(await desk.markShipped.mutate(sent));
  hear(await desk.markDelivered.mutate(sent));
  const [line] = (await buyer.order.get.query({ id })).lines;
  const wanted = { id, lines: [{ lineId: line?.id ?? "", quantity: 1 }], reason: "Too small" };
  const asked = await buyer.order.requestReturn.mutate(wanted);
  acknowledged.add("a return was asked for", asked.id);
  await desk.approveReturn.mutate({ id: asked.id });
  const counted = asked.lines.map(({ lineId, quantity }) => ({ lineId, sellable: quantity }));
  await desk.receiveReturn.mutate({ id: asked.id, lines: counted });
  acknowledged.add("a return was received", asked.id);
  const returned = hear(await buyer.order.get.query({ id }));
  expectSame("how much came back", returned.refunds.length, 1);

  await watcher.until((await buyer.order.timeline.query({ id })).length);
  watcher.stop();
  expectSame("what was told", watcher.events, await buyer.order.timeline.query({ id }));
}
