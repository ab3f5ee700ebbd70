import type { ServiceContext } from "../../core/context.ts";
import { loadCart } from "./load-cart.ts";
import { presentCart } from "./present-cart.ts";
import { priceState } from "./price-state.ts";
import type { Cart } from "./schema.ts";

/** The whole priced cart. @throws NOT_FOUND */
export async function getCart(ctx: ServiceContext, { cartId }: { cartId: string }): Promise<Cart> {
  const state = await loadCart(ctx, cartId);
  return presentCart(state, await priceState(ctx, state));
}
