import { batch, type Connection, type Statement } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { answerGiven, findAnswer, keepAnswer, keyTaken } from "../idempotency/service-answers.ts";
import { untilSettled } from "../idempotency/until-settled.ts";
import type { CartState } from "./cart-state.ts";
import { cartStateOf, ownCart, readCart } from "./load-cart.ts";
import { presentCart } from "./present-cart.ts";
import { type Cart, cartOutput } from "./schema.ts";
import { cartRaces, writeCart } from "./write-cart.ts";

const lostRaces: ReadonlySet<string> = new Set([...cartRaces, keyTaken]);

/** What a change reads beside the cart, at the same moment. */
type Reads<Row> = (db: Connection, now: Date) => Statement & PromiseLike<Row[]>;

/**
 * Changes an open cart and answers with the whole of it as it then is: one read, the pure `change`, and one write of all
 * or nothing that is refused when somebody else was faster. Then it is read and decided again, so that all take effect.
 * @throws NOT_FOUND, also for one of somebody else; CART_NOT_OPEN, CONFLICT, and what `change` throws
 */
export async function changeCart<Row = never>(
  ctx: ServiceContext,
  { cartId, reads }: { cartId: string; reads?: Reads<Row> },
  change: (state: CartState, rows: Row[]) => CartState,
): Promise<Cart> {
  return untilSettled(lostRaces, async () => {
    const now = ctx.clock.now();
    const [found, cartRow, lineRows, ...more] = await batch(ctx, (db) => [
      findAnswer(ctx, db),
      ...readCart(db, { cartId, now }),
      ...(reads ? [reads(db, now)] : []),
    ]);
    const given = answerGiven(ctx, found, cartOutput);
    if (given) return given;

    const before = ownCart(ctx, cartStateOf([cartRow, lineRows], now));
    if (before.cart.status !== "open") throw new AppError("CART_NOT_OPEN");
    // Sound: what is left are the rows of that statement, if there is one.
    const changed = change(before, (more[0] ?? []) as Row[]);
    const cart = { ...changed.cart, version: before.cart.version + 1, updatedAt: now };
    const after = { ...changed, cart };
    const answer = presentCart(after);
    await batch(ctx, (db) => [...writeCart(db, before, after), ...keepAnswer(ctx, db, answer)]);
    return answer;
  });
}
