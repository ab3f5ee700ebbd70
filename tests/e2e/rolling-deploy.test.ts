import { expect, test } from "bun:test";
import { gt } from "drizzle-orm";
import { createClient, memorySession } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { unknownMigrations } from "../../db/migrate.ts";
import { orders, outbox } from "../../db/schema/index.ts";
import { newTestClock } from "../../testing/clock.ts";
import { fillDatabase } from "../../testing/database.ts";
import { insertAccount, password } from "../../testing/customers.ts";
import { newOrder } from "../../testing/orders.ts";
import { newProduct } from "../../testing/products.ts";
import { startBalancer } from "../helpers/balancer.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { startServer } from "../helpers/server-process.ts";
import { startSqld } from "../helpers/sqld.ts";
import { happen, newOrder as newWatchedOrder, watch } from "../helpers/watching.ts";

/** What the newer versions bring: what servers of the older ones can bear. */
const expansions = [
  {
    name: "9001_expand",
    sql: "alter table orders add channel text default 'web' not null; create index orders_by_channel on orders (channel);",
  },
  {
    name: "9002_expand",
    sql: "alter table carts add channel text; create table channels (id text primary key); alter table variants add care text;",
  },
].map(({ name, sql }) => ({ name, sql: sql.replaceAll("; ", ";--> statement-breakpoint\n") }));

/** A server of a version that has so many of them. */
const startVersion = (nth: number, env: Record<string, string>) =>
  startServer({
    ...env,
    ...(nth > 0 && {
      BUN_OPTIONS: "--preload=./tests/helpers/processes/newer-version.ts",
      NEWER_MIGRATIONS: JSON.stringify(expansions.slice(0, nth)),
    }),
  });

/** Replaces a server by a newer one, that by one newer still, and that by the first version again, while all of them are used. */
async function deployUnderLoad(databaseUrl: string): Promise<void> {
  const { client: database, db } = openDatabase({ url: databaseUrl });
  const env = { DATABASE_URL: databaseUrl, DRAIN_DELAY: "1", LOG_LEVEL: "error" };
  const balancer = await startBalancer();
  let server = await startVersion(0, env);
  await balancer.add(server.url);

  const lost: string[] = [];
  const client = createClient({
    url: balancer.url,
    session: memorySession(),
    async fetch(url, init) {
      const answer = await fetch(url, init).catch((error) => String(error));
      if (typeof answer === "string" || answer.status >= 500) lost.push(`${url} ${answer}`);
      if (typeof answer === "string") throw new Error(answer);
      return answer;
    },
  });
  const guest = createClient({ url: balancer.url });
  const [first, second] = [await newProduct(db, { onHand: 100_000 }), await newProduct(db)];
  const { email } = await insertAccount({ db, clock: newTestClock() });
  await client.auth.login.mutate({ email, password });
  const cart = await client.cart.create.mutate();
  const watched = await newWatchedOrder({ client: guest, db });
  const watcher = watch(guest, watched);

  const placed: string[] = [];
  let [added, happened, deployed] = [0, 0, false];
  const keep = async (work: () => Promise<void>) => {
    while (!deployed) await work();
  };
  const working = Promise.all([
    keep(async () => {
      const { order } = await newOrder({ client: guest }, [{ variantId: first.variantId, quantity: 1 }]);
      placed.push(order.id);
      await happen(db, watched.id, "confirmed", happened++);
    }),
    keep(async () => {
      const { order } = await newOrder({ client }, [{ variantId: first.variantId, quantity: 1 }]);
      placed.push(order.id);
    }),
    keep(async () => {
      await client.cart.addLine.mutate({ cartId: cart.id, variantId: first.variantId, quantity: 1 });
      added += 1;
      expect((await client.auth.me.query())?.email).toBe(email);
    }),
    keep(async () => {
      await guest.catalog.products.query({ limit: 10 });
      expect((await guest.catalog.product.query({ slug: second.slug })).id).toBe(second.productId);
    }),
  ]);

  for (const version of [1, 2, 0]) {
    const next = await Promise.race([startVersion(version, env), working.then(() => server)]);
    await balancer.add(next.url);
    expect(await server.stop("SIGTERM")).toBe(0);
    expect(server.output()).not.toContain("stopped before everything was done");
    server = next;
  }
  deployed = true;
  await working;
  await watcher.until(happened);
  watcher.stop();

  expect(lost).toEqual([]);
  expect(balancer.refused()).toBe(0);
  expect(watcher.events.map(({ details }) => Number(details.note))).toEqual([...Array(happened).keys()]);
  expect((await client.cart.get.query({ cartId: cart.id })).lines.map(({ quantity }) => quantity)).toEqual([added]);
  const found = await db.select({ id: orders.id }).from(orders);
  expect(found.map(({ id }) => id).toSorted()).toEqual([...placed, watched.id].toSorted());
  expect(await unknownMigrations(database)).toEqual(expansions.map(({ name }) => name));
  await expectAllToHold(db);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(await db.select().from(outbox).where(gt(outbox.attempts, 0))).toEqual([]); // nothing is leased to nobody
  balancer.close();
  console.log({ placed: placed.length, added, happened });
}

test("servers over one file are replaced by newer versions, and by the old one again, and nobody notices", async () => {
  await deployUnderLoad(await newDatabaseUrl());
});

test("so are servers over a database server", async () => {
  const { url, stop } = await startSqld();
  await fillDatabase(url);
  await deployUnderLoad(url);
  await stop();
});
