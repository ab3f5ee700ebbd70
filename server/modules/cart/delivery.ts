import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import type { Address } from "../../../db/schema/address.ts";
import { carts } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { listShippingOptions, presentShippingOption } from "../shipping/options.ts";
import type { ShippingOption } from "../shipping/schema.ts";
import { type CartRecord, changeCart } from "./change-cart.ts";
import { loadCart } from "./get-cart.ts";
import type { Cart } from "./schema.ts";

const { placeholder } = sql;

const isIt = eq(carts.id, placeholder("cartId"));

const emailStatement = prepared((db) =>
  db
    .update(carts)
    .set({ email: sql`${placeholder("email")}` })
    .where(isIt),
);

/** Takes the addresses as JSON text. */
const addressesStatement = prepared((db) =>
  db
    .update(carts)
    .set({ shippingAddress: sql`${placeholder("shipping")}`, billingAddress: sql`${placeholder("billing")}` })
    .where(isIt),
);

const shippingOptionStatement = prepared((db) =>
  db
    .update(carts)
    .set({ shippingOptionId: sql`${placeholder("shippingOptionId")}` })
    .where(isIt),
);

export function setEmail(
  ctx: ServiceContext,
  { cartId, email }: { cartId: string; email: string },
): Promise<Cart> {
  return changeCart(ctx, cartId, async ({ db }) => {
    await emailStatement(db, { cartId, email });
  });
}

export function setAddresses(
  ctx: ServiceContext,
  { cartId, shipping, billing }: { cartId: string; shipping: Address; billing?: Address | undefined },
): Promise<Cart> {
  return changeCart(ctx, cartId, async ({ db }) => {
    await addressesStatement(db, {
      cartId,
      shipping: JSON.stringify(shipping),
      billing: billing ? JSON.stringify(billing) : null,
    });
  });
}

/** The ways to deliver the cart, to its address once that is known. @throws NOT_FOUND */
export async function shippingOptionsOf(
  ctx: ServiceContext,
  { cartId }: { cartId: string },
): Promise<ShippingOption[]> {
  const { cart } = await loadCart(ctx, cartId);
  return (await optionsFor(ctx, cart)).map((option) => presentShippingOption(option, cart.currency));
}

/** @throws SHIPPING_UNAVAILABLE unless it is one of the cart's options */
export function setShippingOption(
  ctx: ServiceContext,
  { cartId, shippingOptionId }: { cartId: string; shippingOptionId: string },
): Promise<Cart> {
  return changeCart(ctx, cartId, async (tx, cart) => {
    const options = await optionsFor(tx, cart);
    if (!options.some(({ id }) => id === shippingOptionId)) throw new AppError("SHIPPING_UNAVAILABLE");
    await shippingOptionStatement(tx.db, { cartId, shippingOptionId });
  });
}

function optionsFor(ctx: ServiceContext, { currency, shippingAddress }: CartRecord) {
  return listShippingOptions(ctx, { currency, country: shippingAddress?.country });
}
