import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId, newOrderNumber, randomToken } from "../../core/ids.ts";
import type { CartLine, CartState } from "../cart/cart-state.ts";
import { readAttributes } from "../cart/line-attributes.ts";
import { lineImage } from "../cart/present-cart.ts";
import type { Pricing } from "../cart/price-state.ts";
import { newPayment } from "../payment/payments.ts";
import type { PricedLine } from "../pricing/priced-cart.ts";
import { assertOrderable } from "./assert-orderable.ts";
import type { OrderLineRow, OrderRow, OrderState } from "./present-order.ts";
import type { PlaceInput } from "./schema.ts";

/**
 * The order that a cart becomes: a snapshot of its lines, of what they cost and why, and of its addresses, not written
 * yet. @throws CART_NOT_OPEN, CART_EMPTY, EMAIL_REQUIRED, PAYMENT_UNAVAILABLE, what `assertOrderable` throws
 */
export function draftOrder(
  ctx: ServiceContext,
  state: CartState,
  pricing: Pricing,
  input: PlaceInput,
): OrderState {
  const { cart } = state;
  if (cart.status !== "open") throw new AppError("CART_NOT_OPEN");
  if (state.lines.length === 0) throw new AppError("CART_EMPTY");
  if (cart.email === null) throw new AppError("EMAIL_REQUIRED");
  assertOrderable(state, pricing, input);

  const [orderId, now] = [newId("ord"), ctx.clock.now()];
  const due = { amount: pricing.totals.total, currency: cart.currency };
  const { provider, method } = input;
  const { payment, deadline: expiresAt } = newPayment(ctx, { orderId, provider, method, due, now });
  const order: OrderRow = {
    id: orderId,
    number: newOrderNumber(),
    cartId: cart.id,
    customerId: cart.customerId ?? signedInAs(ctx.actor)?.customerId ?? null,
    status: expiresAt ? "pending" : "confirmed",
    paymentStatus: due.amount === payment.capturedAmount ? "paid" : "pending",
    fulfillmentStatus: "unfulfilled",
    market: cart.market,
    currency: cart.currency,
    email: cart.email,
    accessToken: randomToken(),
    vatId: cart.vatId,
    ...draftDelivery(state, pricing),
    ...draftPrice(pricing),
    creditedAmount: 0,
    expiresAt,
    replacesId: null,
    version: 1,
    placedAt: now,
    updatedAt: now,
  };
  return {
    order,
    lines: draftLines(state, pricing, orderId),
    payments: [payment],
    refunds: [],
    fulfillments: [],
  };
}

/** Nothing goes to an address where nothing is sent. */
function draftDelivery({ cart, shippingOption }: CartState, { shipping }: Pricing) {
  const { shippingAddress, billingAddress } = cart;
  const option = shipping && shippingOption;
  return {
    shippingAddress: option?.kind === "delivery" ? shippingAddress : null,
    billingAddress: billingAddress ?? shippingAddress,
    shippingOptionId: option?.id ?? null,
    shippingName: option?.name ?? null,
  };
}

function draftPrice({ totals, shipping, taxIncluded, taxRelief }: Pricing) {
  return {
    subtotalAmount: totals.subtotal,
    discountAmount: totals.discount,
    shippingAmount: totals.shipping,
    shippingDiscountAmount: shipping?.discount ?? 0,
    shippingAdjustments: shipping?.adjustments ?? [],
    shippingTaxes: shipping?.taxes ?? [],
    taxAmount: totals.tax,
    taxIncluded,
    taxRelief,
    totalAmount: totals.total,
  };
}

function draftLines({ lines }: CartState, pricing: Pricing, orderId: string): OrderLineRow[] {
  const prices = new Map(pricing.lines.map((price) => [price.id, price]));
  return lines.flatMap((line, position) => {
    const price = prices.get(line.id);
    return price ? [draftLine(line, price, { orderId, position })] : [];
  });
}

/** The line of an order that units become which cost so much. */
export function draftLine(
  line: Omit<CartLine, "id" | "seenUnitAmount" | "createdAt">,
  price: PricedLine,
  place: Pick<OrderLineRow, "orderId" | "position">,
): OrderLineRow {
  return {
    id: newId("oline"),
    ...place,
    variantId: line.variantId,
    sku: line.sku,
    productTitle: line.title,
    productSlug: line.productSlug,
    variantTitle: line.variantTitle,
    image: lineImage(line),
    quantity: line.quantity,
    fulfilledQuantity: 0,
    canceledQuantity: 0,
    returningQuantity: 0,
    returnedQuantity: 0,
    refundedQuantity: 0,
    attributes: readAttributes(line.attributes),
    requiresShipping: line.requiresShipping,
    unitAmount: price.unitAmount,
    subtotalAmount: price.subtotal,
    discountAmount: price.discount,
    adjustments: price.adjustments,
    taxAmount: price.tax,
    taxes: price.taxes,
    totalAmount: price.total,
  };
}
