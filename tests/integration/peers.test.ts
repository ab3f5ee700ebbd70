import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { products } from "../../db/schema/index.ts";
import { CatalogueCache } from "../../server/http/answers/catalogue-cache.ts";
import { createRedisPeers } from "../../server/infra/redis/peers.ts";
import { newProduct } from "../../testing/products.ts";
import { newClock } from "../helpers/clock.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { connect, hasRedis, startRedis, untilUp } from "../helpers/redis.ts";
import { newShopProcess } from "../helpers/shop-process.ts";
import { newToldPeers } from "../helpers/told-peers.ts";
import { happen, newOrder, watch } from "../helpers/watching.ts";

describe("the other processes are told", () => {
  test("of a product that was changed, and of an order, and never of carts", async () => {
    const { peers, told, until } = newToldPeers();
    await using shop = newShopProcess(await newDatabaseUrl(), peers);
    const { productId } = await newProduct(shop.db);
    await until("catalogue");
    const { id } = await newOrder(shop); // which takes no last unit
    await until("orders");

    told.length = 0;
    for (let n = 0; n < 10; n++) await shop.client.cart.create.mutate();
    await happen(shop.db, id);
    await until("orders");
    expect(told).toEqual(["orders"]);
    told.length = 0;
    await shop.db.update(products).set({ title: "Tea" }).where(eq(products.id, productId));
    await until("catalogue");
    expect(told).toEqual(["catalogue"]);
  });

  test("once of what was committed in a moment, however much it was", async () => {
    const { peers, told, until } = newToldPeers();
    await using shop = newShopProcess(await newDatabaseUrl(), peers);
    const { id } = await newOrder(shop);
    await until("orders");
    told.length = 0;
    for (let nth = 0; nth < 200; nth++) await happen(shop.db, id, "confirmed", nth);
    await until("orders");
    expect(told.length).toBeLessThan(50);
  });
});

describe("who is told", () => {
  test("looks into the database before the next answer of the catalogue", async () => {
    let [writes, looks] = [0, 0];
    const cache = new CatalogueCache({
      clock: newClock(),
      writes: () => writes,
      async readChanges(since) {
        looks += 1;
        return { last: since, changed: new Set() };
      },
    });
    await cache.refresh(0);
    expect(looks).toBe(1);
    writes += 1;
    await cache.refresh(0);
    expect(looks).toBe(2);
  });

  test("tells those who watch an order, without a look of its own", async () => {
    const url = await newDatabaseUrl();
    const { peers, hear } = newToldPeers();
    await using here = newShopProcess(url, peers);
    await using there = newShopProcess(url, newToldPeers().peers);
    const order = await newOrder(there);
    const watcher = watch(here.client, order);
    await happen(there.db, order.id);
    hear("orders");
    await watcher.until(1);
    expect(watcher.events).toMatchObject([{ type: "confirmed" }]);
    watcher.stop();
  });
});

describe.skipIf(!hasRedis)("over Redis", () => {
  test("who watches an order hears what another process wrote", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const url = await newDatabaseUrl();
    await using here = newShopProcess(url, createRedisPeers(one.redis));
    await using there = newShopProcess(url, createRedisPeers(other.redis));
    const order = await newOrder(there);
    const watcher = watch(here.client, order);
    for (let nth = 0; nth < 5; nth++) {
      await happen(there.db, order.id, "confirmed", nth);
      await watcher.until(nth + 1);
    }
    expect(watcher.events.map(({ details }) => Number(details.note))).toEqual([0, 1, 2, 3, 4]);
    watcher.stop();
  });

  test("the catalogue's kept answers are looked at anew once another process has told", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const url = await newDatabaseUrl();
    const peers = createRedisPeers(one.redis);
    await using here = newShopProcess(url, peers);
    await using there = newShopProcess(url, createRedisPeers(other.redis));
    const { productId, slug } = await newProduct(there.db);
    const shown = async () => (await here.client.catalog.product.query({ slug })).title;
    let told = Promise.withResolvers<void>();
    peers.listen("catalogue", () => {
      told.resolve();
      told = Promise.withResolvers();
    });
    for (const title of ["Tea", "Coffee", "Cocoa"]) {
      for (let n = 0; n < 3; n++) await shown(); // the second answer is kept
      let next = told.promise;
      await there.db.update(products).set({ title }).where(eq(products.id, productId));
      do {
        await next; // which may still be of what was before
        next = told.promise;
      } while ((await shown()) !== title);
    }
    expect(await shown()).toBe("Cocoa");
  });

  test("nobody hears what they told themselves, nor what makes no sense", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const [mine, others] = [createRedisPeers(one.redis), createRedisPeers(other.redis)];
    const heard: string[] = [];
    mine.listen("orders", () => heard.push("mine"));
    const { promise: through, resolve } = Promise.withResolvers<void>();
    others.listen("orders", () => heard.push("others"));
    others.listen("catalogue", resolve);
    for (const nonsense of ["", "x", "x __proto__", "x unheard-of"]) one.redis.publish(nonsense);
    mine.tell("orders");
    mine.tell("catalogue");
    await through;
    expect(heard).toEqual(["others"]);
  });

  test.each(["restarted", "paused"])("that was %s, what is told comes through again", async (how) => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const [mine, others] = [createRedisPeers(one.redis), createRedisPeers(other.redis)];
    const heard: string[] = [];
    let said = "";
    const { promise: through, resolve } = Promise.withResolvers<void>();
    others.listen("orders", () => {
      heard.push(said);
      resolve();
    });
    if (how === "restarted") await server.stop();
    else server.signal("SIGSTOP");
    await Promise.all([untilUp(one, false), untilUp(other, false)]);
    said = "to nobody";
    mine.tell("orders");
    if (how === "restarted") await server.start();
    else server.signal("SIGCONT");
    await Promise.all([untilUp(one), untilUp(other)]);
    said = "to others";
    mine.tell("orders");
    await through;
    expect(heard).toEqual(["to others"]);
  });
});
