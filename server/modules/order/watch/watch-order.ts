import type { Connection } from "../../../../db/transaction.ts";
import { type ServiceContext, signedInAs } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { OrderFeed, OrderWatch } from "../../../core/ports.ts";
import { networkOf } from "../../auth/network.ts";
import type { OrderEvent } from "../event-schema.ts";
import { ownsOrder } from "../own-order.ts";
import { type OrderEventRow, ownerStatement, presentEvent } from "../timeline.ts";
import { readEvents } from "./read-events.ts";
import type { WatchOrderInput } from "./schema.ts";

type WatchContext = ServiceContext & { orderFeed: OrderFeed };

/**
 * What happened to an order, from its beginning or after the event that was seen last, and then what happens to it as it
 * happens, until whoever asked leaves or the server stops.
 * @throws NOT_FOUND, also for a wrong token; RATE_LIMITED
 */
export async function watchOrder(
  ctx: WatchContext,
  { id, accessToken = "", lastEventId }: WatchOrderInput,
): Promise<AsyncIterable<OrderEvent>> {
  const [order] = await ownerStatement(ctx.db, { orderId: id });
  if (!order || !ownsOrder(ctx, order, accessToken)) throw new AppError("NOT_FOUND");
  const watcher = signedInAs(ctx.actor)?.customerId ?? networkOf(ctx.source.address);
  const open = () => ctx.orderFeed.watch(id, watcher);
  return new WatchedEvents(ctx.db, id, Number(lastEventId ?? 0), open);
}

/**
 * Not a generator: whoever waits keeps nothing that was read, and is let go at once when they leave. Who asks for none of
 * them takes no place among the watchers, of which nobody would tell that it is free again.
 */
class WatchedEvents implements AsyncIterableIterator<OrderEvent, undefined> {
  readonly #db: Connection;
  readonly #orderId: string;
  /** Until they are asked for: what it knows of the request is not kept. */
  #open: (() => OrderWatch) | undefined;
  #watch: OrderWatch | undefined;
  #last: number;
  #unread: OrderEventRow[] = [];

  constructor(db: Connection, orderId: string, after: number, open: () => OrderWatch) {
    this.#db = db;
    this.#orderId = orderId;
    this.#last = after;
    this.#open = open;
  }

  async next(): Promise<IteratorResult<OrderEvent, undefined>> {
    const open = this.#open;
    this.#open = undefined;
    this.#watch ??= open?.();
    while (this.#watch) {
      const row = this.#unread.shift();
      if (row) {
        this.#last = row.id;
        return { done: false, value: presentEvent(row) };
      }
      this.#unread = await readEvents(this.#db, this.#orderId, this.#last);
      if (this.#unread.length === 0 && !(await this.#watch.changed())) break;
    }
    return this.return();
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#open = undefined;
    this.#watch?.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
