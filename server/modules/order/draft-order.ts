import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError, type PriceChange } from "../../core/errors.ts";
import { newId, newOrderNumber, randomToken } from "../../core/ids.ts";
import { lineImage, lineIssues, lineTotal, totalsOf, unitAmountOf } from "../cart/present-cart.ts";
import type { CartState } from "../cart/statements.ts";
import { newPayment } from "../payment/payments.ts";
import { delivers } from "../shipping/options.ts";
import type { OrderLineRow, OrderRow, OrderState } from "./present-order.ts";
import type { PlaceInput } from "./schema.ts";

/**
 * The order that a cart becomes: a snapshot of its lines, prices and addresses, not written yet.
 * @throws CART_EMPTY, EMAIL_REQUIRED, ADDRESS_REQUIRED, SHIPPING_UNAVAILABLE, VARIANT_UNAVAILABLE, OUT_OF_STOCK,
 * PRICE_CHANGED, PAYMENT_UNAVAILABLE
 */
export function draftOrder(ctx: ServiceContext, state: CartState, input: PlaceInput): OrderState {
  const { cart, lines } = state;
  if (lines.length === 0) throw new AppError("CART_EMPTY");
  if (cart.email === null) throw new AppError("EMAIL_REQUIRED");
  if (cart.shippingAddress === null) throw new AppError("ADDRESS_REQUIRED");
  const { email, shippingAddress } = cart;
  const shippingOption = usableShippingOption(state, shippingAddress.country);
  assertOrderable(state, input);

  const now = ctx.clock.now();
  const totals = totalsOf(state);
  const order: OrderRow = {
    id: newId("ord"),
    number: newOrderNumber(),
    cartId: cart.id,
    customerId: cart.customerId ?? signedInAs(ctx.actor)?.customerId ?? null,
    status: "confirmed", // a manual payment is a promise or already made: there is nothing to wait for
    market: cart.market,
    currency: cart.currency,
    email,
    accessToken: randomToken(),
    shippingAddress,
    billingAddress: cart.billingAddress ?? shippingAddress,
    shippingOptionId: shippingOption.id,
    shippingName: shippingOption.name,
    subtotalAmount: totals.subtotal,
    discountAmount: totals.discount,
    shippingAmount: totals.shipping,
    shippingDiscountAmount: 0,
    shippingAdjustments: [],
    shippingTaxes: [],
    taxAmount: totals.tax,
    taxIncluded: true,
    taxRelief: null,
    vatId: null,
    totalAmount: totals.total,
    placedAt: now,
    updatedAt: now,
  };
  const payment = newPayment(ctx, {
    orderId: order.id,
    provider: input.provider,
    method: input.method,
    due: { amount: totals.total, currency: cart.currency },
    now,
  });
  return { order, lines: draftLines(state, order.id), payments: [payment] };
}

function draftLines({ lines }: CartState, orderId: string): OrderLineRow[] {
  return lines.map((line, position) => {
    const unitAmount = unitAmountOf(line);
    return {
      id: newId("oline"),
      orderId,
      variantId: line.variantId,
      position,
      sku: line.sku,
      productTitle: line.title,
      productSlug: line.productSlug,
      variantTitle: line.variantTitle,
      image: lineImage(line),
      quantity: line.quantity,
      fulfilledQuantity: 0,
      attributes: {},
      requiresShipping: true,
      unitAmount,
      subtotalAmount: lineTotal(line),
      discountAmount: 0,
      adjustments: [],
      taxAmount: 0,
      taxes: [],
      totalAmount: lineTotal(line),
    };
  });
}

function usableShippingOption({ shippingOption }: CartState, country: string) {
  if (!shippingOption || !delivers(shippingOption, country)) throw new AppError("SHIPPING_UNAVAILABLE");
  return shippingOption;
}

/** Nothing may be sold that is not there, nor at a price that was not seen. */
function assertOrderable({ cart: { currency }, lines }: CartState, { acceptPriceChanges }: PlaceInput): void {
  const priceChanges: PriceChange[] = [];
  for (const line of lines) {
    const { id: lineId, variantId } = line;
    for (const issue of lineIssues(line, currency)) {
      if (issue.code === "VARIANT_UNAVAILABLE") throw new AppError("VARIANT_UNAVAILABLE", { variantId });
      if (issue.code === "OUT_OF_STOCK") {
        throw new AppError("OUT_OF_STOCK", { variantId, available: issue.available });
      }
      const { seenUnitPrice } = issue;
      const unitPrice = { amount: unitAmountOf(line), currency };
      priceChanges.push({ lineId, variantId, seenUnitPrice, unitPrice });
    }
  }
  if (priceChanges.length > 0 && !acceptPriceChanges) {
    throw new AppError("PRICE_CHANGED", { lines: priceChanges });
  }
}
