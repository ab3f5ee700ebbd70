import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { orders } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { isBeyond, newestFirst, pageOfOrders } from "../page-of-orders.ts";
import { type OrderRow, presentSummary } from "../present-order.ts";
import type { ListOrdersInput, StaffOrderPage, StaffOrderSummary } from "./schema.ts";

/** All orders that the filters leave. @throws BAD_REQUEST for a cursor that is none */
export async function listOrders(
  { db }: ServiceContext,
  { limit, cursor, ...filters }: ListOrdersInput,
): Promise<StaffOrderPage> {
  const { status, paymentStatus, fulfillmentStatus, q, customerId, from, to } = filters;
  const rows = await db
    .select()
    .from(orders)
    .where(
      and(
        status && eq(orders.status, status),
        paymentStatus && eq(orders.paymentStatus, paymentStatus),
        fulfillmentStatus && eq(orders.fulfillmentStatus, fulfillmentStatus),
        customerId === undefined ? undefined : eq(orders.customerId, customerId),
        q === undefined ? undefined : beginsWith(q),
        from && gte(orders.placedAt, from),
        to && lt(orders.placedAt, to),
        isBeyond(cursor),
      ),
    )
    .orderBy(...newestFirst)
    .limit(limit + 1);
  return pageOfOrders(rows, limit, presentStaffSummary);
}

/** Whether the number or the address begins so, whatever the case: by an index of each. */
function beginsWith(text: string): SQL {
  const range = (column: SQL, start: string) =>
    sql`select ${orders.id} from ${orders} where ${column} >= ${start} and ${column} < ${`${start}\u{10ffff}`}`;
  const numbers = range(sql`${orders.number}`, text.toUpperCase());
  const addresses = range(sql`lower(${orders.email})`, text.toLowerCase());
  return sql`${orders.id} in (${numbers} union all ${addresses})`;
}

function presentStaffSummary(order: OrderRow): StaffOrderSummary {
  const { email, customerId, market, expiresAt, version } = order;
  return { ...presentSummary(order), email, customerId, market, expiresAt, version };
}
