import { newOrderNumber, randomToken } from "../../../core/ids.ts";
import type { PricedAdditions } from "../additions/price-additions.ts";
import type { OrderRow } from "../present-order.ts";

/** The order of what a buyer gets instead of what came back: for the same buyer and address, sent for nothing. */
export function draftReplacement(
  order: OrderRow,
  { totals, taxIncluded, taxRelief }: PricedAdditions,
  { id, now }: { id: string; now: Date },
): OrderRow {
  return {
    ...order,
    id,
    number: newOrderNumber(),
    cartId: null,
    replacesId: order.id,
    status: "confirmed",
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    accessToken: randomToken(),
    shippingOptionId: null,
    shippingName: null,
    shippingAmount: 0,
    shippingDiscountAmount: 0,
    shippingAdjustments: [],
    shippingTaxes: [],
    subtotalAmount: totals.subtotal,
    discountAmount: totals.discount,
    taxAmount: totals.tax,
    taxIncluded,
    taxRelief,
    totalAmount: totals.total,
    creditedAmount: 0,
    expiresAt: null,
    version: 1,
    placedAt: now,
    updatedAt: now,
  };
}
