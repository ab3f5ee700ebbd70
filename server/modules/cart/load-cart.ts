import type { BatchResponse } from "drizzle-orm/batch";
import { batch, type Connection } from "../../../db/transaction.ts";
import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { readOffers } from "../catalog/offers.ts";
import { readFreeUnits } from "../inventory/free-units.ts";
import { buyerKey } from "../promotion/buyer-key.ts";
import { promotionsStatement } from "../promotion/find-promotions.ts";
import { cartTaxRatesStatement } from "../tax/cart-tax-rates.ts";
import type { CartState, VariantFacts } from "./cart-state.ts";
import { ownsCart } from "./owns-cart.ts";
import { cartStatement, linesStatement, type VariantRow } from "./statements.ts";

/** Which cart to read, and what it may get: what its price would depend on then is read with it. */
export interface CartReading {
  cartId: string;
  code?: string;
  email?: string;
  /** Of its addresses. */
  countries?: readonly string[];
  shippingOptionId?: string;
}

/** The statements whose rows `cartStateOf` puts together. */
export function readCart(ctx: ServiceContext, db: Connection, reading: CartReading) {
  const { cartId, code = null, email = null, countries = [], shippingOptionId = null } = reading;
  const now = ctx.clock.now().getTime();
  const customerId = signedInAs(ctx.actor)?.customerId ?? null;
  const guestKey = buyerKey({ customerId: null, email });
  return [
    cartStatement(db, { cartId, customerId, email, shippingOptionId }),
    linesStatement(db, { cartId, now }),
    promotionsStatement(db, { cartId, customerId, guestKey, code, now }),
    cartTaxRatesStatement(db, { cartId, shippingOptionId, countries: JSON.stringify(countries) }),
  ] as const;
}

type Rows = BatchResponse<ReturnType<typeof readCart>>;

/** @throws NOT_FOUND for no cart, and for one of somebody else */
export function cartStateOf(ctx: ServiceContext, [[found], lines, promotions, taxRates]: Rows): CartState {
  if (!found || !ownsCart(ctx.actor, found.cart)) throw new AppError("NOT_FOUND");
  const codes = promotions.flatMap(({ code, addedAt }) => (code === null || addedAt === null ? [] : [code]));
  return { ...found, lines: lines.map(withFacts), codes, promotions, taxRates, now: ctx.clock.now() };
}

export function withFacts<Row extends VariantRow>(row: Row): Omit<Row, keyof VariantRow> & VariantFacts {
  return {
    ...row,
    offers: readOffers(row.offers),
    tags: readTexts(row.tags),
    categoryIds: readTexts(row.categoryIds),
    located: readFreeUnits(row.located),
  };
}

function readTexts(json: string): string[] {
  return json === "[]" ? [] : JSON.parse(json);
}

/** Everything about a cart in one round trip. @throws NOT_FOUND, also for one of somebody else */
export async function loadCart(ctx: ServiceContext, cartId: string): Promise<CartState> {
  return cartStateOf(ctx, await batch(ctx, (db) => readCart(ctx, db, { cartId })));
}
