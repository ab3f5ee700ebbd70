import { asc, desc, eq } from "drizzle-orm";
import { orderLines, orders, payments } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { OrderState } from "./present-order.ts";

/** Everything about an order in one round trip. @throws NOT_FOUND */
export async function loadOrder(ctx: ServiceContext, orderId: string): Promise<OrderState> {
  const [[order], lines, [latest, ...earlier]] = await batch(ctx, (db) => [
    db.select().from(orders).where(eq(orders.id, orderId)),
    db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position)),
    db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(desc(payments.id)),
  ]);
  if (!order || !latest) throw new AppError("NOT_FOUND");
  return { order, lines, payments: [latest, ...earlier] };
}
