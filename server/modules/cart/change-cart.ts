import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { answerGiven, findAnswer, keepAnswer, keyTaken } from "../idempotency/service-answers.ts";
import { untilSettled } from "../idempotency/until-settled.ts";
import { type CartState, changedAt, type VariantFacts } from "./cart-state.ts";
import { type CartReading, cartStateOf, readCart, withFacts } from "./load-cart.ts";
import { presentCart } from "./present-cart.ts";
import { priceState } from "./price-state.ts";
import { type Cart, cartOutput } from "./schema.ts";
import { variantStatement } from "./statements.ts";
import { cartRaces, writeCart } from "./write-cart.ts";

const lostRaces: ReadonlySet<string> = new Set([...cartRaces, keyTaken]);

/** What is changed, and what the change brings into it. */
interface Change extends CartReading {
  variantId?: string;
}

/**
 * Changes an open cart and answers with the whole of it as it then is: one read, the pure `decide`, and one write of all
 * or nothing that is refused when somebody else was faster. Then it is read and decided again, so that all take effect.
 * @throws NOT_FOUND, also for one of somebody else; CART_NOT_OPEN, CONFLICT, and what `decide` throws
 */
export async function changeCart(
  ctx: ServiceContext,
  { variantId, ...reading }: Change,
  decide: (state: CartState, variant: VariantFacts | undefined) => CartState,
): Promise<Cart> {
  return untilSettled(lostRaces, async () => {
    const now = ctx.clock.now();
    const variantInCart = { cartId: reading.cartId, variantId: variantId ?? null, now: now.getTime() };
    const [found, variants, ...rows] = await batch(ctx, (db) => [
      findAnswer(ctx, db),
      variantStatement(db, variantInCart),
      ...readCart(ctx, db, reading),
    ]);
    const given = answerGiven(ctx, found, cartOutput);
    if (given) return given;

    const before = cartStateOf(ctx, rows);
    if (before.cart.status !== "open") throw new AppError("CART_NOT_OPEN");
    const [variant] = variants.map(withFacts);
    const after = changedAt(now, decide(before, variant));
    const answer = presentCart(after, await priceState(ctx, after));
    const [written] = await batch(ctx, (db) => [
      ...writeCart(db, before, after),
      ...keepAnswer(ctx, db, answer),
    ]);
    if (written.length === 0) throw new AppError("NOT_FOUND"); // it went meanwhile
    return answer;
  });
}
