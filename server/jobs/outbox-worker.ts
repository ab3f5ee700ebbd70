import type { Logger } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { onEnqueued } from "../modules/outbox/signal.ts";
import { backoff, maxAttempts } from "./backoff.ts";
import type { JobContext } from "./context.ts";
import { failureOf } from "./failure.ts";
import type { Handler } from "./handlers.ts";
import {
  claimStatement,
  deliveredStatement,
  giveUpStatement,
  type OutboxEvent,
  postponeStatement,
} from "./leases.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: longer than any handler takes; one that has not ended by then is taken for dead. */
export const leaseMs = 2 * 60 * 1000;

/** How many events are delivered at the same time. */
const atOnce = 8;

interface WorkerParts {
  context: JobContext;
  logger: Logger;
  /** By topic. */
  handlers: Readonly<Record<string, Handler>>;
  random?: () => number;
}

/**
 * Delivers the outbox, at least once each and in order for each subject. Any number of workers may share one database,
 * in one process or several.
 */
export class OutboxWorker {
  readonly #parts: WorkerParts;
  readonly #random: () => number;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#random = parts.random ?? Math.random;
  }

  /** Delivers from now on whatever is due; the answer ends that, once what is being delivered is done. */
  start(): () => Promise<void> {
    const options = { job: "outbox", logger: this.#parts.logger };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    const unsubscribe = onEnqueued(() => loop.wake());
    return () => {
      unsubscribe();
      return loop.stop();
    };
  }

  /** Delivers all that is due now, or what it has begun when the signal is aborted. */
  async runDue(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const events = await this.#claim();
      if (events.length === 0) return;
      await Promise.all(events.map((event) => this.#deliver(event)));
    }
  }

  #claim(): PromiseLike<OutboxEvent[]> {
    const { db, clock } = this.#parts.context;
    const now = clock.now().getTime();
    return claimStatement(db, { now, leaseEnd: now + leaseMs, limit: atOnce });
  }

  /** Never fails: an event of which not even the outcome could be written comes again when its lease ends. */
  async #deliver(event: OutboxEvent): Promise<void> {
    const { context, logger } = this.#parts;
    const { id, topic, attempts } = event;
    const trace = { name: `outbox ${topic}`, kind: "consumer", attributes: { attempts } } as const;
    try {
      await context.tracer.trace(trace, async (span) => {
        const failure = await this.#handle(event);
        if (failure === undefined) {
          await deliveredStatement(context.db, { id, attempts });
        } else {
          span.fail(failure);
          await this.#fail(event, failure);
        }
      });
    } catch (error) {
      logFault(logger, { job: "outbox", event: id, topic }, error);
    }
  }

  /** What went wrong, in words that are safe to keep; undefined when nothing did. */
  async #handle(event: OutboxEvent): Promise<string | undefined> {
    if (event.attempts > maxAttempts) return "never finished";
    const handle = this.#parts.handlers[event.topic];
    if (!handle) return "no handler"; // that of a newer version, which may run beside this one
    try {
      await handle(this.#parts.context, event);
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  async #fail({ id, topic, attempts }: OutboxEvent, lastError: string): Promise<void> {
    const { context, logger } = this.#parts;
    const { db, clock } = context;
    const now = clock.now().getTime();
    const fields = { event: id, topic, attempts, failure: lastError };
    if (attempts >= maxAttempts) {
      await giveUpStatement(db, { id, attempts, deadAt: now, lastError });
      logger.error(fields, "gave up an event");
    } else {
      const availableAt = now + backoff(attempts, this.#random());
      await postponeStatement(db, { id, attempts, availableAt, lastError });
      logger.warn({ ...fields, again: new Date(availableAt) }, "an event failed and will be tried again");
    }
  }
}
