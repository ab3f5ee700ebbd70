import { BlockList } from "node:net";
import { join } from "node:path";
import type { DatabaseHandle } from "../db/client.ts";
import type { Clock, Mailer } from "../server/core/ports.ts";
import { untraced } from "../server/core/telemetry-port.ts";
import type { Deps } from "../server/deps.ts";
import { createInvoicePrinter } from "../server/infra/invoice/pdf-printer.ts";
import { createLogger } from "../server/infra/logger.ts";
import { createDiskStore } from "../server/infra/media/disk-store.ts";
import { createImageMaker } from "../server/infra/media/sharp-images.ts";
import { createMemoryLimiter } from "../server/infra/memory-limiter.ts";
import { createVault } from "../server/infra/vault.ts";
import { LiveOrderFeed } from "../server/modules/order/watch/feed.ts";
import { manualMethods, manualProvider } from "../server/modules/payment/manual.ts";
import { shopUrl } from "./client.ts";

interface Own {
  /** Where its pictures go. */
  folder: string;
  database: DatabaseHandle;
  clock: Clock;
  mailer: Mailer;
}

const seller = { name: "Bodega Ltd", address: ["1 Harbour Street", "Dublin"], vatId: "IE1234567T" };

/** What a shop of tests is made of: nothing of the environment, nothing that needs a network or is slow, and no log. */
export function testDeps({ folder, ...own }: Own): Deps {
  return {
    ...own,
    limiter: createMemoryLimiter(),
    vault: createVault([]),
    issuer: shopUrl,
    trustedProxies: new BlockList(),
    https: false,
    secureCookies: false,
    staffNeedSecondFactor: false,
    logger: createLogger("silent"),
    images: createImageMaker(),
    media: createDiskStore(join(folder, "media")),
    paymentProviders: [manualProvider(manualMethods)],
    paymentCapture: "automatic",
    paymentDeadline: 1_800,
    draining: new AbortController(),
    identityProviders: [],
    invoicing: { seller, printer: createInvoicePrinter() },
    orderFeed: new LiveOrderFeed(own.database.db, { inAll: 100, perWatcher: 100 }),
    taxCalculator: undefined,
    metrics: undefined,
    metricsToken: undefined,
    tracer: untraced,
    publicUrl: undefined,
    storefrontUrl: undefined,
    lowStockEmail: undefined,
    corsOrigins: undefined,
  };
}
