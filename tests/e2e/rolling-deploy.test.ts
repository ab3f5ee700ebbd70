import { expect, test } from "bun:test";
import { gt } from "drizzle-orm";
import { createClient, type Fetch, memorySession } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { unknownMigrations } from "../../db/migrate.ts";
import { orders, outbox } from "../../db/schema/index.ts";
import { newTestClock } from "../../testing/clock.ts";
import { insertAccount, password } from "../../testing/customers.ts";
import { fillDatabase } from "../../testing/database.ts";
import { newOrder } from "../../testing/orders.ts";
import { newProduct } from "../../testing/products.ts";
import { startBalancer } from "../helpers/balancer.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { startServer } from "../helpers/server-process.ts";
import { startSqld } from "../helpers/sqld.ts";
import { happen, newOrder as newWatchedOrder, watch } from "../helpers/watching.ts";

/** In milliseconds: they take a tenth of it where nothing else runs. */
const patience = 120_000;

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

/** Replaces a server by one of each version, one after another, while buyers, a customer and a watcher use whatever is there. */
async function deployUnderLoad(databaseUrl: string, versions: readonly number[]): Promise<void> {
  const { client: database, db } = openDatabase({ url: databaseUrl });
  const env = { DATABASE_URL: databaseUrl, DRAIN_DELAY: "2", LOG_LEVEL: "error" };
  const balancer = await startBalancer();
  let server = await startVersion(0, env);
  await balancer.add(server.url);

  const lost: string[] = [];
  const fetchAndNote: Fetch = async (url, init) => {
    const answer = await fetch(url, init).catch((error) => new Error(url, { cause: error }));
    if (answer instanceof Error || answer.status >= 500) lost.push(Bun.inspect(answer));
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = createClient({ url: balancer.url, fetch: fetchAndNote, session: memorySession() });
  const guest = createClient({ url: balancer.url, fetch: fetchAndNote });
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
  const deploy = async () => {
    for (const version of versions) {
      const next = await startVersion(version, env);
      await balancer.add(next.url);
      expect(await server.stop("SIGTERM")).toBe(0);
      expect(server.output()).not.toContain("stopped before everything was done");
      server = next;
    }
  };
  await Promise.all([
    deploy().finally(() => {
      deployed = true;
    }),
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
  await watcher.until(happened);
  watcher.stop();

  expect(lost).toEqual([]);
  expect(balancer.refused()).toBe(0);
  expect(watcher.events.map(({ details }) => Number(details.note))).toEqual([...Array(happened).keys()]);
  expect((await client.cart.get.query({ cartId: cart.id })).lines.map(({ quantity }) => quantity)).toEqual([
    added,
  ]);
  const found = await db.select({ id: orders.id }).from(orders);
  expect(found.map(({ id }) => id).toSorted()).toEqual([...placed, watched.id].toSorted());
  expect(await unknownMigrations(database)).toEqual(expansions.map(({ name }) => name)); // to this version
  await expectAllToHold(db);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(await db.select().from(outbox).where(gt(outbox.attempts, 0))).toEqual([]); // nothing is leased to nobody
  balancer.close();
}

test(
  "servers over one file give way to newer versions, and these to the old one again, and nobody notices",
  async () => {
    await deployUnderLoad(await newDatabaseUrl(), [1, 2, 0]);
  },
  patience,
);

test(
  "servers over a database server give way to a newer version, and nobody notices",
  async () => {
    const { url, stop } = await startSqld();
    await fillDatabase(url);
    await deployUnderLoad(url, [2]);
    await stop();
  },
  patience,
);
