import { BlockList } from "node:net";
import { createClient, type ShopClient } from "../../client-sdk/src/index.ts";
import type { DatabaseHandle } from "../../db/client.ts";
import { type App, createApp } from "../../server/app.ts";
import type { Mail } from "../../server/core/ports.ts";
import { untraced } from "../../server/core/telemetry-port.ts";
import type { Deps } from "../../server/deps.ts";
import { systemClock } from "../../server/infra/clock.ts";
import { createInvoicePrinter } from "../../server/infra/invoice/pdf-printer.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { createDiskStore } from "../../server/infra/media/disk-store.ts";
import { createImageMaker } from "../../server/infra/media/sharp-images.ts";
import { createMemoryLimiter } from "../../server/infra/memory-limiter.ts";
import { createVault } from "../../server/infra/vault.ts";
import { jobContext } from "../../server/jobs/context.ts";
import { handlers } from "../../server/jobs/handlers.ts";
import { OutboxWorker } from "../../server/jobs/outbox-worker.ts";
import { LiveOrderFeed } from "../../server/modules/order/watch/feed.ts";
import { manualProvider } from "../../server/modules/payment/manual.ts";
import { newDatabase } from "./database.ts";
import { temporaryPath } from "./temporary.ts";

export interface TestShop {
  /** The typed client that frontends use, calling the app in process. */
  client: ShopClient;
  app: App;
  database: DatabaseHandle;
  db: DatabaseHandle["db"];
  /** What was sent so far, unless the shop was given a mailer of its own. */
  mails: readonly Mail[];
  /** Delivers all that is due in the outbox. */
  deliver(): Promise<void>;
  /** Tells those who watch orders what was written. */
  orderFeed: LiveOrderFeed;
}

const seller = { name: "Bodega Ltd", address: ["1 Harbour Street", "Dublin"], vatId: "IE1234567T" };

/** A whole shop in process, over a database file of the test's own. */
export async function newShop(overrides: Partial<Deps> = {}): Promise<TestShop> {
  const database = overrides.database ?? (await newDatabase());
  const mails: Mail[] = [];
  const deps: Deps = {
    database,
    clock: systemClock,
    limiter: createMemoryLimiter(),
    vault: createVault([]),
    issuer: "http://shop.test",
    trustedProxies: new BlockList(),
    https: false,
    secureCookies: false,
    staffNeedSecondFactor: false,
    logger: createLogger("silent"),
    mailer: { send: async (mail) => void mails.push(mail) },
    images: createImageMaker(),
    media: createDiskStore(temporaryPath("media")),
    paymentProviders: [manualProvider(["cash_on_delivery", "bank_transfer", "test_card"])],
    paymentCapture: "automatic",
    paymentDeadline: 1_800,
    identityProviders: [],
    invoicing: { seller, printer: createInvoicePrinter() },
    orderFeed: new LiveOrderFeed(database.db, { inAll: 100, perWatcher: 100 }),
    taxCalculator: undefined,
    metrics: undefined,
    metricsToken: undefined,
    tracer: untraced,
    publicUrl: undefined,
    storefrontUrl: undefined,
    lowStockEmail: undefined,
    corsOrigins: [],
    ...overrides,
  };
  const app = createApp(deps);
  const worker = new OutboxWorker({ context: jobContext(deps), logger: deps.logger, handlers });
  const client = createClient({
    url: "http://shop.test",
    fetch: (input, init) => app(new Request(input, init)),
    retry: 0,
  });
  const { orderFeed } = deps;
  return { client, app, database, db: database.db, mails, deliver: () => worker.runDue(), orderFeed };
}
