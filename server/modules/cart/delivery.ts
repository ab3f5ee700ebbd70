import { eq } from "drizzle-orm";
import type { Address } from "../../../db/schema/address.ts";
import { carts } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { listShippingOptions, presentShippingOption } from "../shipping/options.ts";
import type { ShippingOption } from "../shipping/schema.ts";
import { type CartRecord, changeCart, type TransactionContext } from "./change-cart.ts";
import { loadCart } from "./get-cart.ts";
import type { Cart } from "./schema.ts";

export function setEmail(
  ctx: ServiceContext,
  { cartId, email }: { cartId: string; email: string },
): Promise<Cart> {
  return changeCart(ctx, cartId, (tx) => setFields(tx, cartId, { email }));
}

export function setAddresses(
  ctx: ServiceContext,
  { cartId, shipping, billing }: { cartId: string; shipping: Address; billing?: Address | undefined },
): Promise<Cart> {
  return changeCart(ctx, cartId, (tx) =>
    setFields(tx, cartId, { shippingAddress: shipping, billingAddress: billing ?? null }),
  );
}

/** The ways to deliver the cart, to its address once that is known. @throws NOT_FOUND */
export async function shippingOptionsOf(
  ctx: ServiceContext,
  { cartId }: { cartId: string },
): Promise<ShippingOption[]> {
  const { cart } = await loadCart(ctx, cartId);
  return (await optionsFor(ctx, cart)).map(presentShippingOption);
}

/** @throws SHIPPING_UNAVAILABLE unless it is one of the cart's options */
export function setShippingOption(
  ctx: ServiceContext,
  { cartId, shippingOptionId }: { cartId: string; shippingOptionId: string },
): Promise<Cart> {
  return changeCart(ctx, cartId, async (tx, cart) => {
    const options = await optionsFor(tx, cart);
    if (!options.some(({ id }) => id === shippingOptionId)) throw new AppError("SHIPPING_UNAVAILABLE");
    await setFields(tx, cartId, { shippingOptionId });
  });
}

function optionsFor(ctx: ServiceContext, { currency, shippingAddress }: CartRecord) {
  return listShippingOptions(ctx, { currency, country: shippingAddress?.country });
}

async function setFields(
  { db }: TransactionContext,
  cartId: string,
  fields: Partial<Pick<CartRecord, "email" | "shippingAddress" | "billingAddress" | "shippingOptionId">>,
): Promise<void> {
  await db.update(carts).set(fields).where(eq(carts.id, cartId));
}
