import { asc, desc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import {
  fulfillmentLines,
  fulfillments,
  orderLines,
  orders,
  payments,
  refunds,
} from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { gatherOrders } from "./gather-orders.ts";
import type { OrderState } from "./present-order.ts";

const orderId = sql.placeholder("orderId");

const statements = {
  order: prepared((db) => db.select().from(orders).where(eq(orders.id, orderId))),
  lines: prepared((db) =>
    db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position)),
  ),
  payments: prepared((db) =>
    db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(desc(payments.id)),
  ),
  refunds: prepared((db) =>
    db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.id)),
  ),
  fulfillments: prepared((db) =>
    db.select().from(fulfillments).where(eq(fulfillments.orderId, orderId)).orderBy(asc(fulfillments.id)),
  ),
  fulfillmentLines: prepared((db) =>
    db
      .select({
        fulfillmentId: fulfillmentLines.fulfillmentId,
        orderLineId: fulfillmentLines.orderLineId,
        quantity: fulfillmentLines.quantity,
      })
      .from(fulfillmentLines)
      .innerJoin(fulfillments, eq(fulfillments.id, fulfillmentLines.fulfillmentId))
      .where(eq(fulfillments.orderId, orderId)),
  ),
};

/** Everything about an order in one round trip. @throws NOT_FOUND */
export async function loadOrder(ctx: ServiceContext, orderId: string): Promise<OrderState> {
  const values = { orderId };
  const [orders, lines, payments, refunds, fulfillments, fulfillmentLines] = await batch(ctx, (db) => [
    statements.order(db, values),
    statements.lines(db, values),
    statements.payments(db, values),
    statements.refunds(db, values),
    statements.fulfillments(db, values),
    statements.fulfillmentLines(db, values),
  ]);
  const [state] = gatherOrders({ orders, lines, payments, refunds, fulfillments, fulfillmentLines });
  if (!state) throw new AppError("NOT_FOUND");
  return state;
}
