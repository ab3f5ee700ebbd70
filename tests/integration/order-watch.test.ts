import { describe, expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { createClient, type Fetch } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { orderEvents } from "../../db/schema/index.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { OrderFeedReader } from "../../server/jobs/order-feed-reader.ts";
import { LiveOrderFeed } from "../../server/modules/order/watch/feed.ts";
import { readyCart } from "../../testing/carts.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { runs } from "../helpers/shared-server.ts";
import { happen, newOrder, watch } from "../helpers/watching.ts";

const types = ({ events }: ReturnType<typeof watch>) => events.map(({ type }) => type);

const nths = ({ events }: ReturnType<typeof watch>) => events.map(({ details }) => Number(details.note));

/** The stream itself, as a browser without the package gets it. */
function openStream({ app }: TestShop, query: object, headers: Record<string, string> = {}) {
  const input = encodeURIComponent(JSON.stringify({ json: query }));
  const request = new Request(`http://shop.test/trpc/order.watch?input=${input}`, { headers });
  return app(request, "192.0.2.7");
}

async function readUntil(response: Response, word: string): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  for (let text = ""; ; ) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    text += decoder.decode(value, { stream: true });
    if (done || text.includes(word)) return text;
  }
}

describe("who watches an order", () => {
  test("is told what happened from its beginning, then what happens, and nothing that is for staff", async () => {
    const shop = await createTestShop();
    const { id, accessToken } = await newOrder(shop);
    const other = await newOrder(shop);
    const told = await shop.db.$count(
      orderEvents,
      and(eq(orderEvents.orderId, id), eq(orderEvents.audience, "customer")),
    );
    await happen(shop.db, id, "confirmed");
    await happen(shop.db, id, "note");
    const watcher = watch(shop.client, { id, accessToken });
    await watcher.until(told + 1);
    await happen(shop.db, other.id, "canceled");
    await happen(shop.db, id, "refund-failed");
    await happen(shop.db, id, "fulfillment-shipped");
    await shop.orderFeed.refresh();
    await watcher.until(told + 2);
    await happen(shop.db, id, "completed");
    await shop.orderFeed.refresh();
    await watcher.until(told + 3);
    expect(types(watcher).slice(told)).toEqual(["confirmed", "fulfillment-shipped", "completed"]);
    expect(watcher.events.at(-1)).toMatchObject({ details: { note: "0" }, happenedAt: expect.any(Date) });
    watcher.stop();
  });

  test("goes on after the event that they name", async () => {
    const shop = await createTestShop();
    const order = await newOrder(shop);
    for (let nth = 0; nth < 3; nth++) await happen(shop.db, order.id, "confirmed", nth);
    const first = watch(shop.client, order);
    await first.until(3);
    const again = watch(shop.client, { ...order, lastEventId: first.events[1]?.id });
    await again.until(1);
    expect(again.events).toEqual(first.events.slice(2));
    for (const { stop } of [first, again]) stop();
  });

  test("is told of more than one read brings", async () => {
    const shop = await createTestShop();
    const order = await newOrder(shop);
    for (let nth = 0; nth < 250; nth++) await happen(shop.db, order.id, "confirmed", nth);
    const watcher = watch(shop.client, order);
    await watcher.until(250);
    expect(nths(watcher)).toEqual([...Array(250).keys()]);
    watcher.stop();
  });

  test("hears of each event once and in order, however often the connection is lost while others write", async () => {
    const shop = await createTestShop();
    const elsewhere = await newOrder(shop);
    const act = fc.constantFrom("write", "write elsewhere", "write for staff", "refresh", "lose", "wait");
    const walk = fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const order = await newOrder(shop);
      const heard: number[] = [];
      let [written, { lastEventId }] = [0, order];
      let watcher = watch(shop.client, order);
      const lose = () => {
        watcher.stop();
        heard.push(...nths(watcher));
        lastEventId = watcher.events.at(-1)?.id ?? lastEventId;
      };
      for (const each of acts) {
        if (each === "write") await happen(shop.db, order.id, "confirmed", written++);
        else if (each === "write elsewhere") await happen(shop.db, elsewhere.id);
        else if (each === "write for staff") await happen(shop.db, order.id, "note");
        else if (each === "refresh") await shop.orderFeed.refresh();
        else if (each === "wait") await new Promise(setImmediate);
        else {
          lose();
          watcher = watch(shop.client, { ...order, lastEventId });
        }
      }
      await happen(shop.db, order.id, "confirmed", written++);
      await shop.orderFeed.refresh();
      await watcher.until(written - heard.length);
      lose();
      expect(heard).toEqual([...Array(written).keys()]);
    });
    await fc.assert(walk, { numRuns: runs(30) });
  });

  test("is woken by this process's commit, and by the look for what another one wrote", async () => {
    const url = await newDatabaseUrl();
    const shop = await createTestShop({ database: openDatabase({ url }) });
    const order = await newOrder(shop);
    const { database, orderFeed } = shop;
    const stop = new OrderFeedReader({
      database,
      orderFeed,
      peers: undefined,
      logger: createLogger("silent"),
    }).start();
    const watcher = watch(shop.client, order);
    await happen(shop.db, order.id, "confirmed");
    await watcher.until(1);
    const elsewhere = openDatabase({ url }); // as another process has it
    await happen(elsewhere.db, order.id, "canceled");
    await watcher.until(2);
    expect(types(watcher)).toEqual(["confirmed", "canceled"]);
    watcher.stop();
    await stop();
  });
});

test("who is still busy with what happened before is woken all the same", async () => {
  const shop = await createTestShop();
  const { id } = await newOrder(shop);
  const busy = shop.orderFeed.watch(id, null);
  for (let round = 0; round < 2; round++) {
    await happen(shop.db, id);
    await shop.orderFeed.refresh();
    expect(await busy.changed()).toBe(true);
  }
  busy.end();
  expect(await busy.changed()).toBe(false);
});

describe("whom an order is not shown", () => {
  test("is told NOT_FOUND, as of one that is not there", async () => {
    const shop = await createTestShop();
    const { id } = await newOrder(shop);
    for (const input of [{ id }, { id, accessToken: "x".repeat(32) }, { id: "ord_none", accessToken: "" }]) {
      const { code, path } = await watch(shop.client, input).refused;
      expect({ code, path }).toEqual({ code: "NOT_FOUND", path: "order.watch" });
    }
  });

  test("watches it signed in alone, and no longer once the account is closed", async () => {
    const shop = await createTestShop();
    const { client, token } = await newCustomer(shop);
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    const { order } = await client.order.place.mutate({ cartId, provider: "manual" });
    await happen(shop.db, order.id);
    const signedIn = clientWith(shop.app, token);

    const watcher = watch(signedIn, { id: order.id });
    await watcher.until(1);
    watcher.stop();
    expect((await watch(shop.client, { id: order.id }).refused).code).toBe("NOT_FOUND");
    await client.account.deleteAccount.mutate({ password: "a ferry at half past nine" });
    expect((await watch(signedIn, { id: order.id }).refused).code).toBe("NOT_FOUND");
  });

  test("is told what of the input is wrong", async () => {
    const shop = await createTestShop();
    const { refused } = watch(shop.client, { id: "ord_1", lastEventId: "1; drop table" });
    expect(await refused).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "lastEventId", message: "Expected the id of an event" }] },
    });
  });
});

describe("so many watch at once, and no more:", () => {
  test("from one network, and in all; whoever leaves makes room", async () => {
    const database = openDatabase({ url: await newDatabaseUrl() });
    const orderFeed = new LiveOrderFeed(database.db, { inAll: 3, perWatcher: 2 });
    const shop = await createTestShop({ database, orderFeed });
    const [order, other] = [await newOrder(shop), await newOrder(shop)];
    for (const { id } of [order, other]) await happen(shop.db, id);

    const from = (address: string, watched: typeof order) => {
      const fetch: Fetch = (url, init) => shop.app(new Request(url, init), address);
      return watch(createClient({ url: "http://shop.test", fetch }), watched);
    };
    const watchers = [from("192.0.2.1", order), from("192.0.2.1", other)];
    for (const { until } of watchers) await until(1);
    // What is said on the wire: the client itself would come again when it may.
    const refusalOf = async (address: string) => {
      const input = encodeURIComponent(JSON.stringify({ json: order }));
      const url = `http://shop.test/trpc/order.watch?input=${input}`;
      return (await shop.app(new Request(url), address)).text();
    };
    const refusal = /event: serialized-error\ndata: .*"retryAfter":60,"code":"RATE_LIMITED"/;
    expect(await refusalOf("192.0.2.1")).toMatch(refusal);

    const third = from("192.0.2.2", order);
    await third.until(1);
    expect(await refusalOf("192.0.2.3")).toMatch(refusal);

    for (const { stop } of [...watchers, third]) stop();
    while (orderFeed.isWatched) await new Promise(setImmediate);
    await from("192.0.2.1", order).until(1);
  });
});

describe("the stream", () => {
  test("is what browsers read, and takes up the last event's id from their header", async () => {
    const shop = await createTestShop();
    const order = await newOrder(shop);
    await happen(shop.db, order.id, "completed");
    const { lastEventId: _, ...begun } = order;
    const response = await openStream(shop, begun, { origin: "http://shop.test" });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "access-control-allow-origin": "http://shop.test",
      "access-control-allow-credentials": "true",
      "x-content-type-options": "nosniff",
    });
    const text = await readUntil(response, '"completed"');
    expect(text).toMatch(/^retry: [123]\d{3}\nevent: connected\ndata: \{\}\n\n/);
    const id =
      text
        .match(/^id: (\d+)$/gm)
        ?.at(-1)
        ?.slice("id: ".length) ?? "";

    await happen(shop.db, order.id, "canceled");
    const again = await readUntil(await openStream(shop, begun, { "last-event-id": id }), '"canceled"');
    expect(again).not.toContain('"completed"');
  });

  test("ends when the server stops, in a way that has its reader come again, and then at once", async () => {
    const shop = await createTestShop();
    const order = await newOrder(shop);
    await happen(shop.db, order.id);
    const response = await openStream(shop, order);
    shop.orderFeed.close();
    const text = await response.text();
    expect(text).toContain('"confirmed"');
    expect(text).not.toContain("event: return");
    expect(await (await openStream(shop, order)).text()).toContain('"confirmed"');
    expect(shop.orderFeed.isWatched).toBe(false);
  });

  test("is left by whoever goes", async () => {
    const shop = await createTestShop();
    const order = await newOrder(shop);
    await happen(shop.db, order.id);
    const response = await openStream(shop, order);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(shop.orderFeed.isWatched).toBe(true);
    await reader?.cancel();
    expect(shop.orderFeed.isWatched).toBe(false);
  });

  test.each([
    ["in a batch", "GET", "http://shop.test/trpc/order.watch?batch=1"],
    ["by POST", "POST", "http://shop.test/trpc/order.watch"],
  ])("is not to be had %s", async (_, method, url) => {
    const shop = await createTestShop();
    const headers = { "content-type": "application/json" };
    const body = method === "POST" ? { body: '{"json":{"id":"ord_1"}}', headers } : {};
    const response = await shop.app(new Request(url, { method, ...body }));
    expect(await response.text()).toContain("BAD_REQUEST");
    expect(shop.orderFeed.isWatched).toBe(false);
  });

  test.each(["order.watch?batch=0&", "order.watch?connectionParams=null&", "order%2Ewatch?"])(
    "is not to be had at %s, and takes no place there",
    async (address) => {
      const shop = await createTestShop();
      const { id, accessToken } = await newOrder(shop);
      const input = encodeURIComponent(JSON.stringify({ json: { id, accessToken } }));
      const response = await shop.app(new Request(`http://shop.test/trpc/${address}input=${input}`));
      expect(await response.text()).toContain("BAD_REQUEST");
      expect(shop.orderFeed.isWatched).toBe(false);
    },
  );
});
