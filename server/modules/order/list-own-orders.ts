import { and, eq } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import type { CustomerContext } from "../../core/context.ts";
import { isBeyond, newestFirst, pageOfOrders } from "./page-of-orders.ts";
import { presentSummary } from "./present-order.ts";
import type { ListOwnOrdersInput, OrderPage } from "./schema.ts";

/** The customer's own orders. @throws BAD_REQUEST */
export async function listOwnOrders(
  { db, actor }: CustomerContext,
  { limit, cursor }: ListOwnOrdersInput,
): Promise<OrderPage> {
  const rows = await db
    .select()
    .from(orders)
    .where(and(eq(orders.customerId, actor.customerId), isBeyond(cursor)))
    .orderBy(...newestFirst)
    .limit(limit + 1);
  return pageOfOrders(rows, limit, presentSummary);
}
