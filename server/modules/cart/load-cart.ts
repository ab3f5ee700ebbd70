import type { BatchResponse } from "drizzle-orm/batch";
import { batch, type Connection } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { readOffers } from "../catalog/offers.ts";
import type { CartState, VariantFacts } from "./cart-state.ts";
import { ownsCart } from "./owns-cart.ts";
import { cartStatement, linesStatement, type VariantRow } from "./statements.ts";

/** The statements whose rows `cartStateOf` puts together. */
export function readCart(db: Connection, { cartId, now }: { cartId: string; now: Date }) {
  return [cartStatement(db, { cartId }), linesStatement(db, { cartId, now: now.getTime() })] as const;
}

type Rows = BatchResponse<ReturnType<typeof readCart>>;

/** Undefined when there is no such cart. */
export function cartStateOf([[found], lines]: Rows, now: Date): CartState | undefined {
  return found && { ...found, lines: lines.map(withFacts), now };
}

export function withFacts<Row extends Pick<VariantRow, "offers">>(
  row: Row,
): Omit<Row, "offers"> & Pick<VariantFacts, "offers"> {
  return { ...row, offers: readOffers(row.offers) };
}

/** Everything about a cart in one round trip. @throws NOT_FOUND, also for one of somebody else */
export async function loadCart(ctx: ServiceContext, cartId: string): Promise<CartState> {
  const now = ctx.clock.now();
  return ownCart(ctx, cartStateOf(await batch(ctx, (db) => readCart(db, { cartId, now })), now));
}

/** @throws NOT_FOUND for none, and for one of somebody else */
export function ownCart({ actor }: ServiceContext, state: CartState | undefined): CartState {
  if (!state || !ownsCart(actor, state.cart)) throw new AppError("NOT_FOUND");
  return state;
}
