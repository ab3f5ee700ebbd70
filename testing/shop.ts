import { rmSync } from "node:fs";
import { join } from "node:path";
import { type DatabaseHandle, openDatabase } from "../db/client.ts";
import { type App, createApp } from "../server/app.ts";
import type { Mail } from "../server/core/ports.ts";
import type { Deps } from "../server/deps.ts";
import { createJobs } from "../server/jobs/create-jobs.ts";
import { OrderFeedReader } from "../server/jobs/order-feed-reader.ts";
import { PeerTeller } from "../server/jobs/tell-peers.ts";
import type { LiveOrderFeed } from "../server/modules/order/watch/feed.ts";
import { serve } from "../server/serve.ts";
import { readyCart } from "./carts.ts";
import { clientWith, guestOf, shopUrl } from "./client.ts";
import { newTestClock } from "./clock.ts";
import { newCustomer } from "./customers.ts";
import { newDatabaseUrl, newFolder } from "./database.ts";
import { testDeps } from "./deps.ts";
import { newMarket } from "./markets.ts";
import { noteClosed, noteOpen } from "./open-shops.ts";
import { newOrder } from "./orders.ts";
import { newProduct } from "./products.ts";
import { newPromotion } from "./promotions.ts";
import type { TestShop as PublicTestShop } from "./public.d.ts";
import { newStaff } from "./staff.ts";

/** What our own tests see of a shop: beside what everybody's do, what it is made of. */
export interface TestShop extends PublicTestShop {
  app: App;
  database: DatabaseHandle;
  db: DatabaseHandle["db"];
  /** Tells those who watch orders what was written. */
  orderFeed: LiveOrderFeed;
}

/** A whole shop in process. A database that is given stays open when the shop is closed. */
export async function createTestShop(overrides: Partial<Deps> = {}): Promise<TestShop> {
  const folder = newFolder();
  const database = overrides.database ?? (await newDatabase(folder));
  const { db } = database;
  const clock = newTestClock(overrides.clock);
  const mails: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void mails.push(mail) };
  const deps = { ...testDeps({ folder, database, clock, mailer }), ...overrides, clock };
  const app = createApp(deps);
  const client = guestOf(app);
  const jobs = createJobs(deps);
  const stops = [new OrderFeedReader(deps), new PeerTeller(deps)].map((job) => job.start());
  let server: ReturnType<typeof serve> | undefined;

  async function close(): Promise<void> {
    if (!noteClosed(shop)) return;
    await Promise.all([...stops.map((stop) => stop()), server?.stop(true)]);
    if (!overrides.database) database.client.close();
    rmSync(folder, { recursive: true, force: true });
  }

  const shop: TestShop = {
    url: shopUrl,
    app,
    database,
    db,
    clock,
    mails,
    orderFeed: deps.orderFeed,
    client,
    clientOf: (token) => clientWith(app, token),
    fetch: (url, init) => app(new Request(String(url), init)),
    deliver: () => jobs.outbox.runDue(),
    async runJobs() {
      for (const job of Object.values(jobs)) await job.runDue();
    },
    listen() {
      server ??= serve(app, { host: "127.0.0.1", port: 0, tls: undefined });
      return server.url.origin;
    },
    newProduct: (product) => newProduct(db, { publishedAt: justBefore(clock.now()), ...product }),
    newMarket: (market) => newMarket(db, market),
    newPromotion: (promotion) => newPromotion(db, promotion),
    newCustomer: (email) => newCustomer({ app, db, clock }, email),
    newStaff: (role) => newStaff({ app, db, clock }, role),
    readyCart: (lines, options) => readyCart({ client, ...options }, lines),
    newOrder: (lines, { method, ...options } = {}) => newOrder({ client, ...options }, lines, method),
    close,
    [Symbol.asyncDispose]: close,
  };
  noteOpen(shop);
  return shop;
}

async function newDatabase(folder: string): Promise<DatabaseHandle> {
  const url = await newDatabaseUrl(join(folder, "shop.db"));
  const database = openDatabase({ url });
  if (!url.startsWith("file:")) return database;
  // Nobody wants it back after a power cut: waiting for the disk is most of what a write takes.
  await database.client.executeMultiple("PRAGMA synchronous = OFF");
  return database;
}

/** Seen by the shop's clock, and found by search, which goes by the machine's. */
function justBefore(now: Date): Date {
  return new Date(Math.min(now.getTime(), Date.now()) - 1_000);
}
