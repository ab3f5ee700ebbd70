import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import {
  optionsStatement,
  presentShippingOption,
  type ShippingOptionRow,
  usableOptions,
} from "../shipping/options.ts";
import type { ShippingOption } from "../shipping/schema.ts";
import type { CartState } from "./cart-state.ts";
import { changeCart } from "./change-cart.ts";
import { loadCart } from "./load-cart.ts";
import type { Cart, SetAddressesInput, SetEmailInput, SetShippingOptionInput } from "./schema.ts";
import type { CartRecord } from "./statements.ts";

export function setEmail(ctx: ServiceContext, { cartId, email }: SetEmailInput): Promise<Cart> {
  return changeCart(ctx, { cartId }, (state) => withFields(state, { email }));
}

export function setAddresses(
  ctx: ServiceContext,
  { cartId, shipping, billing }: SetAddressesInput,
): Promise<Cart> {
  return changeCart(ctx, { cartId }, (state) =>
    withFields(state, { shippingAddress: shipping, billingAddress: billing ?? null }),
  );
}

/** The ways to deliver the cart, to its address once that is known. @throws NOT_FOUND */
export async function shippingOptionsOf(
  ctx: ServiceContext,
  { cartId }: { cartId: string },
): Promise<ShippingOption[]> {
  const [{ cart }, options] = await Promise.all([loadCart(ctx, cartId), optionsStatement(ctx.db)]);
  return optionsFor(cart, options).map((option) => presentShippingOption(option, cart.currency));
}

/** @throws SHIPPING_UNAVAILABLE unless it is one of the cart's options */
export function setShippingOption(
  ctx: ServiceContext,
  { cartId, shippingOptionId }: SetShippingOptionInput,
): Promise<Cart> {
  return changeCart(ctx, { cartId, reads: (db) => optionsStatement(db) }, (state, options) => {
    const shippingOption = optionsFor(state.cart, options).find(({ id }) => id === shippingOptionId);
    if (!shippingOption) throw new AppError("SHIPPING_UNAVAILABLE");
    return { ...withFields(state, { shippingOptionId }), shippingOption };
  });
}

function optionsFor(
  { currency, shippingAddress }: CartRecord,
  options: readonly ShippingOptionRow[],
): ShippingOptionRow[] {
  return usableOptions(options, { currency, country: shippingAddress?.country });
}

function withFields(state: CartState, fields: Partial<CartRecord>): CartState {
  return { ...state, cart: { ...state.cart, ...fields } };
}
