import type { Database } from "../../../db/client.ts";
import type { OrderStatus } from "../../../db/enums.ts";
import { orderEvents, orders, payments, refunds } from "../../../db/schema/index.ts";
import { sumOf } from "../../../server/core/exact.ts";

/** What became of an order, and of its money, in minor units. */
export interface OrderBook {
  id: string;
  status: OrderStatus;
  /** What its buyer paid, less what was given back or a bank holds back. */
  kept: number;
  /** What was to be given back and could not be: staff were told. */
  failedRefunds: number;
  /** Whether its money ever came, or was promised. */
  wasPaid: boolean;
}

export async function readOrderBooks(db: Database): Promise<OrderBook[]> {
  const [rows, paid, given, events] = [
    await db.select({ id: orders.id, status: orders.status }).from(orders),
    await db.select().from(payments),
    await db.select().from(refunds),
    await db.select({ orderId: orderEvents.orderId, type: orderEvents.type }).from(orderEvents),
  ];
  const isMoney = (type: string) => type === "payment-received" || type === "payment-authorized";
  return rows.map(({ id, status }) => {
    const isOurs = ({ orderId }: { orderId: string }) => orderId === id;
    const failed = given.filter((each) => isOurs(each) && each.status === "failed");
    return {
      id,
      status,
      kept: sumOf(
        paid.filter(isOurs).map((each) => each.capturedAmount - each.refundedAmount - each.disputedAmount),
      ),
      failedRefunds: sumOf(failed.map(({ amount }) => amount)),
      wasPaid: events.some((each) => isOurs(each) && isMoney(each.type)),
    };
  });
}
