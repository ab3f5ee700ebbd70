import type { OrderLineRow, OrderRow } from "../../server/modules/order/present-order.ts";

/** A line of an order as it is stored: one unit of 10.00 unless told otherwise. */
export function orderLine(traits: Partial<OrderLineRow> = {}): OrderLineRow {
  const { quantity = 1, unitAmount = 1000 } = traits;
  return {
    id: "oline_1",
    orderId: "ord_1",
    variantId: "var_1",
    position: 0,
    sku: null,
    productTitle: "Coffee",
    productSlug: "coffee",
    variantTitle: "Default",
    image: null,
    quantity,
    fulfilledQuantity: 0,
    canceledQuantity: 0,
    returningQuantity: 0,
    returnedQuantity: 0,
    refundedQuantity: 0,
    attributes: {},
    requiresShipping: true,
    unitAmount,
    subtotalAmount: quantity * unitAmount,
    discountAmount: 0,
    adjustments: [],
    taxAmount: 0,
    taxes: [],
    totalAmount: quantity * unitAmount,
    ...traits,
  };
}

/** A confirmed order as it is stored, of those lines and so much shipping. */
export function orderRow(lines: readonly OrderLineRow[], shippingAmount = 0): OrderRow {
  const subtotalAmount = lines.reduce((sum, line) => sum + line.totalAmount, 0);
  const now = new Date(0);
  return {
    id: "ord_1",
    number: "00000-00000",
    cartId: "cart_1",
    customerId: null,
    status: "confirmed",
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    market: "default",
    currency: "EUR",
    email: "ada@example.com",
    accessToken: "",
    shippingAddress: null,
    billingAddress: null,
    shippingOptionId: null,
    shippingName: null,
    subtotalAmount,
    discountAmount: 0,
    shippingAmount,
    shippingDiscountAmount: 0,
    shippingAdjustments: [],
    shippingTaxes: [],
    taxAmount: 0,
    taxIncluded: true,
    taxRelief: null,
    vatId: null,
    totalAmount: subtotalAmount + shippingAmount,
    creditedAmount: 0,
    expiresAt: null,
    replacesId: null,
    version: 1,
    placedAt: now,
    updatedAt: now,
  };
}

/** Has units of a line be canceled, back, or given back while they stay with the buyer, as they are counted when they were. */
export function countUnits(
  line: OrderLineRow,
  count: number,
  become: "canceled" | "returned" | "refunded",
): void {
  line[`${become}Quantity`] += count;
  if (become === "returned") line.refundedQuantity = Math.max(line.refundedQuantity - count, 0);
}
