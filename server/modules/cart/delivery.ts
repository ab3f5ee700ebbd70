import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { discountCart } from "../pricing/discount-cart.ts";
import { offeredOptionsStatement } from "../shipping/offered-options.ts";
import { presentOption, type ShippingOptionRow } from "../shipping/present-option.ts";
import type { ShippingOption } from "../shipping/schema.ts";
import { readLetteredVatId, readVatId } from "../tax/vat-id.ts";
import type { CartState } from "./cart-state.ts";
import { changeCart } from "./change-cart.ts";
import { badRequest } from "./limits.ts";
import { cartStateOf, readCart } from "./load-cart.ts";
import { destinationOf, priceableCart } from "./priceable.ts";
import type {
  Cart,
  SetAddressesInput,
  SetEmailInput,
  SetShippingOptionInput,
  SetVatIdInput,
} from "./schema.ts";
import type { CartRecord } from "./statements.ts";

export function setEmail(ctx: ServiceContext, { cartId, email }: SetEmailInput): Promise<Cart> {
  return changeCart(ctx, { cartId, email }, (state) => withFields(state, { email }));
}

export function setAddresses(
  ctx: ServiceContext,
  { cartId, shipping, billing }: SetAddressesInput,
): Promise<Cart> {
  const addresses = { shippingAddress: shipping ?? null, billingAddress: billing ?? null };
  const countries = [shipping, billing].flatMap((address) => address?.country ?? []);
  return changeCart(ctx, { cartId, countries }, (state) => withFields(state, addresses));
}

/** A company's id, which a business of another country may buy without tax by; null for none. @throws BAD_REQUEST when it can be none */
export function setVatId(ctx: ServiceContext, { cartId, vatId: typed }: SetVatIdInput): Promise<Cart> {
  return changeCart(ctx, { cartId }, (state) => {
    if (typed === null) return withFields(state, { vatId: null });
    const country = destinationOf(state.cart)?.country ?? "";
    const vatId = readVatId(country, typed) ?? readLetteredVatId(typed);
    if (vatId === undefined) throw badRequest("vatId", "No VAT id looks like this in its country");
    return withFields(state, { vatId });
  });
}

/** The ways that take the cart as it is, to its address once that is known. @throws NOT_FOUND */
export async function shippingOptionsOf(
  ctx: ServiceContext,
  { cartId }: { cartId: string },
): Promise<ShippingOption[]> {
  const [options, ...rows] = await batch(ctx, (db) => [
    offeredOptionsStatement(db),
    ...readCart(ctx, db, { cartId }),
  ]);
  const state = cartStateOf(ctx, rows);
  return options.flatMap((option) => {
    const amount = amountFor(state, option);
    return amount === null ? [] : [presentOption(option, { amount, currency: state.cart.currency })];
  });
}

/** @throws SHIPPING_UNAVAILABLE unless it is one of the cart's options */
export function setShippingOption(
  ctx: ServiceContext,
  { cartId, shippingOptionId }: SetShippingOptionInput,
): Promise<Cart> {
  return changeCart(ctx, { cartId, shippingOptionId }, (state) => {
    const { shippingOption } = state;
    if (shippingOption?.status !== "active" || amountFor(state, shippingOption) === null) {
      throw new AppError("SHIPPING_UNAVAILABLE");
    }
    return withFields(state, { shippingOptionId });
  });
}

/** What the option costs the cart, before promotions on shipping; null where it does not take it. */
function amountFor(state: CartState, shippingOption: ShippingOptionRow): number | null {
  return discountCart(priceableCart({ ...state, shippingOption })).shipping?.unitAmount ?? null;
}

function withFields(state: CartState, fields: Partial<CartRecord>): CartState {
  return { ...state, cart: { ...state.cart, ...fields } };
}
