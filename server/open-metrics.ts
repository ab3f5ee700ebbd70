import type { DatabaseHandle } from "../db/client.ts";
import type { Replica } from "../db/replica/replica.ts";
import type { Clock, Logger } from "./core/ports.ts";
import type { Metrics } from "./core/telemetry-port.ts";
import { withDeadline } from "./infra/deadline.ts";
import { logFault } from "./infra/fault.ts";
import type { OutboxState } from "./infra/metrics/state-gauges.ts";
import type { LiveOrderFeed } from "./modules/order/watch/feed.ts";
import { readOutboxState } from "./modules/outbox/read-state.ts";

interface Measured {
  database: DatabaseHandle;
  replica: Replica | undefined;
  orderFeed: LiveOrderFeed;
  clock: Clock;
  logger: Logger;
}

/** In milliseconds: Prometheus waits ten seconds, and what a database keeps back is no reason to tell nothing. */
const patience = 2_000;

/** Counts from now on. The library comes in with that, not with the server. */
export async function openMetrics({
  database,
  replica,
  orderFeed,
  clock,
  logger,
}: Measured): Promise<Metrics> {
  const { db, waits } = database;

  async function readOutbox(): Promise<OutboxState | undefined> {
    try {
      return await withDeadline(() => readOutboxState(db, clock.now()), patience);
    } catch (error) {
      logFault(logger, { reading: "metrics" }, error);
      return undefined;
    }
  }

  const { createMetrics } = await import("./infra/metrics/metrics.ts");
  return createMetrics({
    readState: async () => ({
      writesWaiting: waits.waiting,
      replicaLagMs: replica?.lagMs,
      watchers: orderFeed.watchers,
      outbox: await readOutbox(),
    }),
    onWriteTurn: (listener) => waits.listen(listener),
  });
}
