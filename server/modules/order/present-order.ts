import type { fulfillmentLines, fulfillments, orderLines, orders } from "../../../db/schema/index.ts";
import { type PaymentRow, presentPayment } from "../payment/payments.ts";
import type { RefundRow } from "../payment/write-refund.ts";
import { type Presenter, presenterOf } from "../pricing/present-price.ts";
import { sumAdjustments } from "../pricing/sum-adjustments.ts";
import { sumTaxes } from "../tax/sum-taxes.ts";
import { balanceOf } from "./balance.ts";
import { presentFulfillment, presentPayable, presentRefund } from "./present-parts.ts";
import { returnableUnits } from "./returns/returnable-units.ts";
import type { Order, OrderLine, OrderSummary, PlacedOrder } from "./schema.ts";
import { fulfillmentStatus, orderPaymentStatus } from "./status.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderLineRow = typeof orderLines.$inferSelect;
export type FulfillmentRow = typeof fulfillments.$inferSelect;
export type FulfillmentLineRow = typeof fulfillmentLines.$inferSelect;

/** An order as it stands in the database. */
export interface OrderState {
  order: OrderRow;
  lines: OrderLineRow[];
  /** The newest first. */
  payments: [PaymentRow, ...PaymentRow[]];
  refunds: RefundRow[];
  fulfillments: (FulfillmentRow & { lines: FulfillmentLineRow[] })[];
}

/** The order as clients get it. */
export function presentOrder({ order, lines, payments, refunds, fulfillments }: OrderState): Order {
  const { id, number, status, market, currency, email, shippingAddress, billingAddress, placedAt } = order;
  const { taxIncluded, taxRelief, vatId } = order;
  const present = presenterOf(currency);
  const adjustments = [...lines.flatMap((line) => line.adjustments), ...order.shippingAdjustments];
  const taxes = [...lines.flatMap((line) => line.taxes), ...order.shippingTaxes];
  return {
    id,
    number,
    status,
    paymentStatus: orderPaymentStatus(order, payments),
    fulfillmentStatus: fulfillmentStatus(order, lines, fulfillments),
    market,
    currency,
    email,
    lines: lines.map((line) => presentLine(line, returnableUnits(line, fulfillments), present)),
    totals: present.totals({
      subtotal: order.subtotalAmount,
      discount: order.discountAmount,
      shipping: order.shippingAmount,
      tax: order.taxAmount,
      total: order.totalAmount,
    }),
    shippingAddress,
    billingAddress,
    ...presentShipping(order, present),
    promotions: present.adjustments(sumAdjustments(adjustments)),
    taxes: present.taxes(sumTaxes(taxes)),
    taxIncluded,
    taxRelief,
    vatId,
    payments: payments.map(presentPayment),
    refunds: refunds.map((refund) => presentRefund(refund, presenterOf(currencyOf(payments, refund)))),
    fulfillments: fulfillments.map(presentFulfillment),
    credited: present.money(order.creditedAmount),
    owed: present.money(balanceOf(order, payments).owed),
    expiresAt: order.expiresAt,
    replacesId: order.replacesId,
    placedAt,
  };
}

/** Money that came in another currency than the order's goes back in that. */
function currencyOf([latest, ...others]: OrderState["payments"], { paymentId }: RefundRow): string {
  return (others.find(({ id }) => id === paymentId) ?? latest).currency;
}

/** The order as lists have it. */
export function presentSummary(order: OrderRow): OrderSummary {
  const { id, number, status, paymentStatus, fulfillmentStatus, currency, placedAt } = order;
  return {
    id,
    number,
    status,
    paymentStatus,
    fulfillmentStatus,
    total: { amount: order.totalAmount, currency },
    credited: { amount: order.creditedAmount, currency },
    placedAt,
  };
}

function presentShipping(order: OrderRow, present: Presenter): Pick<Order, "shippingOption" | "shipping"> {
  const { shippingOptionId: id, shippingName: name, shippingAmount, shippingTaxes: taxes } = order;
  if (id === null || name === null) return { shippingOption: null, shipping: null };
  const tax = taxes.reduce((sum, { amount }) => sum + amount, 0);
  return {
    shippingOption: { id, name, price: present.money(shippingAmount) },
    shipping: present.price({
      subtotal: shippingAmount + order.shippingDiscountAmount,
      discount: order.shippingDiscountAmount,
      adjustments: order.shippingAdjustments,
      tax,
      taxes,
      total: shippingAmount + (order.taxIncluded ? 0 : tax),
    }),
  };
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
    payment: presentPayable(state.payments[0]),
  };
}

function presentLine(line: OrderLineRow, returnableQuantity: number, present: Presenter): OrderLine {
  const { id, variantId, productSlug, variantTitle, sku, image, quantity } = line;
  const {
    fulfilledQuantity,
    canceledQuantity,
    returnedQuantity,
    refundedQuantity,
    attributes,
    requiresShipping,
    adjustments,
    taxes,
  } = line;
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
    canceledQuantity,
    returnedQuantity,
    refundedQuantity,
    returnableQuantity,
    attributes,
    requiresShipping,
    unitPrice: present.money(line.unitAmount),
    ...present.price({
      subtotal: line.subtotalAmount,
      discount: line.discountAmount,
      adjustments,
      tax: line.taxAmount,
      taxes,
      total: line.totalAmount,
    }),
  };
}
