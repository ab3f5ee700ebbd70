import { router } from "../../trpc/init.ts";
import { cartProcedure, customerProcedure, publicProcedure } from "../../trpc/procedures.ts";
import { claimCart } from "./claim-cart.ts";
import { applyCoupon, removeCoupon } from "./coupons.ts";
import { createCart } from "./create-cart.ts";
import { currentCart } from "./current-cart.ts";
import { setAddresses, setEmail, setShippingOption, setVatId, shippingOptionsOf } from "./delivery.ts";
import { getCart } from "./get-cart.ts";
import { addLine, removeLine, updateLine } from "./lines.ts";
import {
  addLineInput,
  cartIdInput,
  cartOutput,
  claimOutput,
  couponInput,
  createCartInput,
  currentCartInput,
  currentCartOutput,
  removeLineInput,
  setAddressesInput,
  setEmailInput,
  setShippingOptionInput,
  setVatIdInput,
  shippingOptionsOutput,
  updateLineInput,
} from "./schema.ts";

export const cartRouter = router({
  create: publicProcedure
    .input(createCartInput)
    .output(cartOutput)
    .meta({
      summary: "Start an empty cart; its id is the key to it",
      errors: ["NOT_FOUND", "CONFLICT"],
      idempotency: "service",
      rest: "POST /carts",
    })
    .mutation(({ ctx, input }) => createCart(ctx, input)),

  get: cartProcedure
    .input(cartIdInput)
    .output(cartOutput)
    .meta({ summary: "The whole priced cart", errors: ["NOT_FOUND"], rest: "GET /carts/{cartId}" })
    .query(({ ctx, input }) => getCart(ctx, input)),

  addLine: cartProcedure
    .input(addLineInput)
    .output(cartOutput)
    .meta({
      summary: "Add units of a variant to the cart",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN", "VARIANT_UNAVAILABLE", "OUT_OF_STOCK"],
      idempotency: "service",
      rest: "POST /carts/{cartId}/lines",
    })
    .mutation(({ ctx, input }) => addLine(ctx, input)),

  updateLine: cartProcedure
    .input(updateLineInput)
    .output(cartOutput)
    .meta({
      summary: "Set a line's quantity, 0 to remove it; accepts the line's price of today",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN", "VARIANT_UNAVAILABLE", "OUT_OF_STOCK"],
      idempotency: "service",
      rest: "PATCH /carts/{cartId}/lines/{lineId}",
    })
    .mutation(({ ctx, input }) => updateLine(ctx, input)),

  removeLine: cartProcedure
    .input(removeLineInput)
    .output(cartOutput)
    .meta({
      summary: "Remove a line",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN"],
      idempotency: "service",
      rest: "DELETE /carts/{cartId}/lines/{lineId}",
    })
    .mutation(({ ctx, input }) => removeLine(ctx, input)),

  setEmail: cartProcedure
    .input(setEmailInput)
    .output(cartOutput)
    .meta({
      summary: "Say where to confirm the order",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN"],
      idempotency: "service",
      rest: "PUT /carts/{cartId}/email",
    })
    .mutation(({ ctx, input }) => setEmail(ctx, input)),

  setAddresses: cartProcedure
    .input(setAddressesInput)
    .output(cartOutput)
    .meta({
      summary: "Say where to deliver and whom to bill",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN"],
      idempotency: "service",
      rest: "PUT /carts/{cartId}/addresses",
    })
    .mutation(({ ctx, input }) => setAddresses(ctx, input)),

  setVatId: cartProcedure
    .input(setVatIdInput)
    .output(cartOutput)
    .meta({
      summary: "Say which company buys, which may pay no tax in another country",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN"],
      idempotency: "service",
      rest: "PUT /carts/{cartId}/vat-id",
    })
    .mutation(({ ctx, input }) => setVatId(ctx, input)),

  applyCoupon: cartProcedure
    .input(couponInput)
    .output(cartOutput)
    .meta({
      summary: "Give the cart a code that takes something off",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN", "COUPON_INVALID", "RATE_LIMITED"],
      idempotency: "service",
      rest: "POST /carts/{cartId}/coupons",
    })
    .mutation(({ ctx, input }) => applyCoupon(ctx, input)),

  removeCoupon: cartProcedure
    .input(couponInput)
    .output(cartOutput)
    .meta({
      summary: "Take a code from the cart",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN"],
      idempotency: "service",
      rest: "DELETE /carts/{cartId}/coupons/{code}",
    })
    .mutation(({ ctx, input }) => removeCoupon(ctx, input)),

  claim: customerProcedure
    .input(cartIdInput)
    .output(claimOutput)
    .meta({
      summary: "Make a guest's cart the customer's, or put it into the one that they have",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN"],
      idempotency: "service",
      rest: "POST /carts/{cartId}/claim",
    })
    .mutation(({ ctx, input }) => claimCart(ctx, input)),

  current: customerProcedure
    .input(currentCartInput)
    .output(currentCartOutput)
    .meta({
      summary: "The customer's open cart, whatever device it was filled on; null for none",
      errors: [],
      rest: "GET /carts/current",
    })
    .query(({ ctx, input }) => currentCart(ctx, input)),

  shippingOptions: cartProcedure
    .input(cartIdInput)
    .output(shippingOptionsOutput)
    .meta({
      summary: "The ways to deliver the cart to its address",
      errors: ["NOT_FOUND"],
      rest: "GET /carts/{cartId}/shipping-options",
    })
    .query(({ ctx, input }) => shippingOptionsOf(ctx, input)),

  setShippingOption: cartProcedure
    .input(setShippingOptionInput)
    .output(cartOutput)
    .meta({
      summary: "Choose one of the cart's shipping options",
      errors: ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN", "SHIPPING_UNAVAILABLE"],
      idempotency: "service",
      rest: "PUT /carts/{cartId}/shipping-option",
    })
    .mutation(({ ctx, input }) => setShippingOption(ctx, input)),
});
