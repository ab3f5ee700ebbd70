import type { ServiceContext } from "../../core/context.ts";
import { AppError, isRefusal } from "../../core/errors.ts";
import { assertMayGuessCode, countUnknownCode } from "../auth/limits.ts";
import { discountCart } from "../pricing/discount-cart.ts";
import { isCode, normalizeCode } from "../promotion/code.ts";
import type { CartState } from "./cart-state.ts";
import { changeCart } from "./change-cart.ts";
import { badRequest, maxCodes } from "./limits.ts";
import { priceableCart } from "./priceable.ts";
import type { Cart, CouponInput } from "./schema.ts";

/**
 * Gives the cart a code. One that takes nothing off is refused, and the cart stays as it was; one that is off shipping may
 * come before a way of shipping is chosen.
 * @throws COUPON_INVALID, RATE_LIMITED after too many codes that nobody knows, BAD_REQUEST beyond the codes of a cart
 */
export async function applyCoupon(ctx: ServiceContext, { cartId, code: typed }: CouponInput): Promise<Cart> {
  await assertMayGuessCode(ctx);
  const code = normalizeCode(typed);
  try {
    return await changeCart(ctx, { cartId, code }, (state) => withCode(state, code));
  } catch (error) {
    if (isRefusal(error, "COUPON_INVALID") && error.data.reason === "unknown") await countUnknownCode(ctx);
    throw error;
  }
}

/** @throws NOT_FOUND for a code that the cart does not have */
export function removeCoupon(ctx: ServiceContext, { cartId, code: typed }: CouponInput): Promise<Cart> {
  const code = normalizeCode(typed);
  return changeCart(ctx, { cartId }, (state) => {
    if (!state.codes.includes(code)) throw new AppError("NOT_FOUND");
    return {
      ...state,
      codes: state.codes.filter((each) => each !== code),
      promotions: state.promotions.filter((promotion) => promotion.code !== code),
    };
  });
}

function withCode(state: CartState, code: string): CartState {
  if (!isCode(code) || !state.promotions.some((promotion) => promotion.code === code)) {
    throw new AppError("COUPON_INVALID", { coupon: code, reason: "unknown" });
  }
  const codes = state.codes.includes(code) ? state.codes : [...state.codes, code];
  if (codes.length > maxCodes) throw badRequest("code", `A cart takes at most ${maxCodes} codes`);
  const refused = discountCart(priceableCart(state)).refusedCodes.find((each) => each.code === code);
  if (refused && refused.reason !== "no_shipping_yet")
    throw new AppError("COUPON_INVALID", { coupon: code, reason: refused.reason });
  return { ...state, codes };
}
