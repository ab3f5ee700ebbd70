import type { Connection } from "../../../../db/transaction.ts";
import { type ServiceContext, signedInAs } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { OrderFeed, OrderWatch } from "../../../core/ports.ts";
import { networkOf } from "../../auth/network.ts";
import type { OrderEvent } from "../event-schema.ts";
import { ownsOrder } from "../own-order.ts";
import { ownerStatement, presentEvent } from "../timeline.ts";
import { readEvents } from "./read-events.ts";
import type { WatchOrderInput } from "./schema.ts";

type WatchContext = ServiceContext & { orderFeed: OrderFeed };

/**
 * What happened to an order, from its beginning or after the event that was seen last, and then what happens to it as it
 * happens, until the signal is aborted or the server stops.
 * @throws NOT_FOUND, also for a wrong token; RATE_LIMITED
 */
export async function watchOrder(
  ctx: WatchContext,
  { id, accessToken = "", lastEventId }: WatchOrderInput,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<OrderEvent>> {
  const [order] = await ownerStatement(ctx.db, { orderId: id });
  if (!order || !ownsOrder(ctx, order, accessToken)) throw new AppError("NOT_FOUND");
  const watch = ctx.orderFeed.watch(id, signedInAs(ctx.actor)?.customerId ?? networkOf(ctx.source.address));
  signal?.addEventListener("abort", () => watch.end());
  if (signal?.aborted) watch.end(); // while the order was looked up
  return follow(ctx.db, id, Number(lastEventId ?? 0), watch);
}

async function* follow(
  db: Connection,
  orderId: string,
  after: number,
  watch: OrderWatch,
): AsyncGenerator<OrderEvent> {
  let last = after;
  try {
    do {
      let rows = await readEvents(db, orderId, last);
      while (rows.length > 0) {
        for (const row of rows) {
          last = row.id;
          yield presentEvent(row);
        }
        rows = await readEvents(db, orderId, last); // none, in the end: whoever waits keeps nothing that was read
      }
    } while (await watch.changed());
  } finally {
    watch.end();
  }
}
