import type { Metrics } from "../../server/core/telemetry-port.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { LiveOrderFeed } from "../../server/modules/order/watch/feed.ts";
import { openMetrics } from "../../server/open-metrics.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newClock } from "./clock.ts";
import { newDatabase } from "./database.ts";

/** A shop that counts, with what its metrics say. */
export async function newMeasuredShop(overrides: Parameters<typeof createTestShop>[0] = {}) {
  const database = await newDatabase();
  const orderFeed = new LiveOrderFeed(database.db, { inAll: 100, perWatcher: 100 });
  const [clock, logger] = [newClock(), createLogger("silent")];
  const metrics = await openMetrics({ database, replica: undefined, orderFeed, clock, logger });
  const shop: TestShop = await createTestShop({ database, orderFeed, clock, metrics, ...overrides });
  return { ...shop, clock, metrics, read: () => readSamples(metrics) };
}

/** Each sample by its name with its labels, as Prometheus writes them. */
export async function readSamples(metrics: Metrics): Promise<ReadonlyMap<string, number>> {
  const { text } = await metrics.expose();
  return new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), toNumber(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

const toNumber = (text: string) => (text === "Nan" ? Number.NaN : Number(text));
