import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { changeCart } from "./change-cart.ts";
import { addUnits, dropLine, setUnits } from "./change-lines.ts";
import { attributesText } from "./line-attributes.ts";
import type { AddLineInput, Cart, RemoveLineInput, UpdateLineInput } from "./schema.ts";

/** Adds units of a variant, to the line that is of the same when there is one. @throws what `addUnits` throws */
export function addLine(
  ctx: ServiceContext,
  { cartId, variantId, quantity, attributes }: AddLineInput,
): Promise<Cart> {
  const added = { quantity, attributes: attributesText(attributes) };
  return changeCart(ctx, { cartId, variantId }, (state, variant) => {
    if (!variant) throw new AppError("VARIANT_UNAVAILABLE", { variantId });
    return addUnits(state, variant, added);
  });
}

/** Sets a line's quantity, 0 to remove it, and takes note of today's price. @throws what `setUnits` throws */
export function updateLine(
  ctx: ServiceContext,
  { cartId, lineId, quantity }: UpdateLineInput,
): Promise<Cart> {
  if (quantity === 0) return removeLine(ctx, { cartId, lineId });
  return changeCart(ctx, { cartId }, (state) => setUnits(state, lineId, quantity));
}

/** @throws NOT_FOUND */
export function removeLine(ctx: ServiceContext, { cartId, lineId }: RemoveLineInput): Promise<Cart> {
  return changeCart(ctx, { cartId }, (state) => dropLine(state, lineId));
}
