import { createClient, type ShopClient } from "../../client-sdk/src/index.ts";
import type { DatabaseHandle } from "../../db/client.ts";
import { type App, createApp } from "../../server/app.ts";
import type { Deps } from "../../server/deps.ts";
import { systemClock } from "../../server/infra/clock.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { newDatabase } from "./database.ts";

export interface TestShop {
  /** The typed client that frontends use, calling the app in process. */
  client: ShopClient;
  app: App;
  database: DatabaseHandle;
  db: DatabaseHandle["db"];
}

/** A whole shop in process, over a database file of the test's own. */
export async function newShop(overrides: Partial<Deps> = {}): Promise<TestShop> {
  const database = overrides.database ?? (await newDatabase());
  const app = createApp({
    database,
    clock: systemClock,
    logger: createLogger("silent"),
    paymentMethods: new Set(["cash_on_delivery", "test_card"]),
    publicUrl: undefined,
    corsOrigins: [],
    ...overrides,
  });
  const client = createClient({
    url: "http://shop.test",
    fetch: (input, init) => app(new Request(input, init)),
    retries: 0,
  });
  return { client, app, database, db: database.db };
}
