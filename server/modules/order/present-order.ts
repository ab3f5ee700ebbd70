import type { orderLines, orders } from "../../../db/schema/index.ts";
import type { Money } from "../../core/money.ts";
import { type PaymentRow, presentPayment } from "../payment/payments.ts";
import { presentTotals } from "../pricing/schema.ts";
import type { Order, OrderLine, PlacedOrder } from "./schema.ts";
import { fulfillmentStatus, orderPaymentStatus } from "./status.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderLineRow = typeof orderLines.$inferSelect;

/** An order as it stands in the database. */
export interface OrderState {
  order: OrderRow;
  lines: OrderLineRow[];
  /** The newest first. */
  payments: [PaymentRow, ...PaymentRow[]];
}

/** The order as clients get it. */
export function presentOrder({ order, lines, payments }: OrderState): Order {
  const { id, number, status, market, currency, email, shippingAddress, billingAddress, placedAt } = order;
  const money = (amount: number): Money => ({ amount, currency });
  return {
    id,
    number,
    status,
    paymentStatus: orderPaymentStatus(order.totalAmount, payments),
    fulfillmentStatus: fulfillmentStatus(lines),
    market,
    currency,
    email,
    lines: lines.map((line) => presentLine(line, money)),
    totals: presentTotals(
      {
        subtotal: order.subtotalAmount,
        discount: order.discountAmount,
        shipping: order.shippingAmount,
        tax: order.taxAmount,
        total: order.totalAmount,
      },
      currency,
    ),
    shippingAddress,
    billingAddress,
    shippingOption: presentShipping(order, money),
    payments: payments.map(presentPayment),
    placedAt,
  };
}

function presentShipping(
  { shippingOptionId: id, shippingName: name, shippingAmount }: OrderRow,
  money: (amount: number) => Money,
): Order["shippingOption"] {
  return id === null || name === null ? null : { id, name, price: money(shippingAmount) };
}

/** What shows a guest the order; null for a customer's, who sees it signed in. */
export function guestToken({ customerId, accessToken }: OrderRow): string | null {
  return customerId === null ? accessToken : null;
}

/** The answer to `order.place`: the order, a guest's key to it, and how it is to be paid. */
export function presentPlaced(state: OrderState): PlacedOrder {
  return {
    order: presentOrder(state),
    accessToken: guestToken(state.order),
    payment: presentPayment(state.payments[0]),
  };
}

function presentLine(line: OrderLineRow, money: (amount: number) => Money): OrderLine {
  const { id, variantId, productSlug, variantTitle, sku, image, quantity, fulfilledQuantity } = line;
  return {
    id,
    variantId,
    productSlug,
    title: line.productTitle,
    variantTitle,
    sku,
    image,
    quantity,
    fulfilledQuantity,
    unitPrice: money(line.unitAmount),
    total: money(line.totalAmount),
  };
}
