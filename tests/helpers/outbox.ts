import type { Database } from "../../db/client.ts";
import { outbox } from "../../db/schema/index.ts";
import type { Clock, Logger } from "../../server/core/ports.ts";
import { untraced } from "../../server/core/telemetry-port.ts";
import { createLogger } from "../../server/infra/logger.ts";
import type { Handler } from "../../server/jobs/handlers.ts";
import { OutboxWorker } from "../../server/jobs/outbox-worker.ts";
import { enqueue } from "../../server/modules/outbox/enqueue.ts";
import { newServiceContext } from "./context.ts";

interface WorkerTraits {
  db: Database;
  clock: Clock;
  handle: Handler;
  logger?: Logger;
}

/** A worker that hands every event to `handle`, and tries again in half of the time it might wait. */
export async function newWorker({
  db,
  clock,
  handle,
  logger = createLogger("silent"),
}: WorkerTraits): Promise<OutboxWorker> {
  return new OutboxWorker({
    context: {
      ...(await newServiceContext({ db, clock })),
      mailer: { send: async () => {} },
      logger,
      lowStockEmail: undefined,
      tracer: untraced,
    },
    logger,
    handlers: { "order.placed": handle },
    random: () => 0.5,
  });
}

/** Enqueues an event about each subject, one after the other; its payload names it. */
export async function enqueueAll(db: Database, subjects: readonly string[], clock: Clock): Promise<void> {
  for (const [index, subjectId] of subjects.entries()) {
    const payload = { orderId: `${subjectId}-${index}` };
    await enqueue(db, { topic: "order.placed", subjectId, payload, createdAt: clock.now() });
  }
}

/** What an event enqueued by `enqueueAll` is called. */
export function nameOf({ payload }: Parameters<Handler>[1]): string {
  // Sound: `enqueueAll` wrote it.
  return (payload as { orderId: string }).orderId;
}

/** What is in the outbox, the oldest first. */
export function readOutbox(db: Database) {
  return db.select().from(outbox).orderBy(outbox.id);
}
