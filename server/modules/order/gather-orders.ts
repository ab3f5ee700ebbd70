import type { PaymentRow } from "../payment/payments.ts";
import type { RefundRow } from "../payment/write-refund.ts";
import type {
  FulfillmentLineRow,
  FulfillmentRow,
  OrderLineRow,
  OrderRow,
  OrderState,
} from "./present-order.ts";

/** Rows of any number of orders, each kind in the order in which an order has them. */
export interface OrderRows {
  orders: readonly OrderRow[];
  lines: readonly OrderLineRow[];
  /** The newest first. */
  payments: readonly PaymentRow[];
  refunds: readonly RefundRow[];
  fulfillments: readonly FulfillmentRow[];
  fulfillmentLines: readonly FulfillmentLineRow[];
}

/** The orders, each with what is its. */
export function gatherOrders(rows: OrderRows): OrderState[] {
  const orderOf = ({ orderId }: { orderId: string }) => orderId;
  const linesOf = Map.groupBy(rows.lines, orderOf);
  const paymentsOf = Map.groupBy(rows.payments, orderOf);
  const refundsOf = Map.groupBy(rows.refunds, orderOf);
  const fulfillmentsOf = Map.groupBy(rows.fulfillments, orderOf);
  const unitsOf = Map.groupBy(rows.fulfillmentLines, ({ fulfillmentId }) => fulfillmentId);
  return rows.orders.flatMap((order) => {
    const [latest, ...earlier] = paymentsOf.get(order.id) ?? [];
    if (!latest) return []; // never: an order is written with its payment
    return {
      order,
      lines: linesOf.get(order.id) ?? [],
      payments: [latest, ...earlier],
      refunds: refundsOf.get(order.id) ?? [],
      fulfillments: (fulfillmentsOf.get(order.id) ?? []).map((fulfillment) => ({
        ...fulfillment,
        lines: unitsOf.get(fulfillment.id) ?? [],
      })),
    };
  });
}
