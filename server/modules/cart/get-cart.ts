import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { ownsCart } from "./owns-cart.ts";
import { presentCart } from "./present-cart.ts";
import type { Cart } from "./schema.ts";
import { type CartState, cartLinesStatement, cartStatement, priceLines } from "./statements.ts";

/** Everything about a cart in one round trip. @throws NOT_FOUND, also for one of somebody else */
export async function loadCart(ctx: ServiceContext, cartId: string): Promise<CartState> {
  const now = ctx.clock.now();
  const [[found], lines] = await batch(ctx, (db) => [
    cartStatement(db, { cartId }),
    cartLinesStatement(db, { cartId, now: now.getTime() }),
  ]);
  if (!found || !ownsCart(ctx.actor, found.cart)) throw new AppError("NOT_FOUND");
  return { ...found, lines: priceLines(lines, now) };
}

/** The whole priced cart. @throws NOT_FOUND */
export async function getCart(ctx: ServiceContext, { cartId }: { cartId: string }): Promise<Cart> {
  return presentCart(await loadCart(ctx, cartId));
}
