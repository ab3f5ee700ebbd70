import { eq, sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { carts, customers, markets } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newCartId } from "../../core/ids.ts";
import { marketCode } from "../catalog/expressions.ts";
import { answerGiven, findAnswer, keepAnswer, keyTaken } from "../idempotency/service-answers.ts";
import { untilSettled } from "../idempotency/until-settled.ts";
import type { CartState } from "./cart-state.ts";
import { presentCart } from "./present-cart.ts";
import { priceState } from "./price-state.ts";
import { type Cart, type CreateCartInput, cartOutput } from "./schema.ts";
import type { CartRecord } from "./statements.ts";

/** Null when the account was closed while its owner asked: the cart is a guest's then. */
const customerStillThere = sql`(
  select ${customers.id} from ${customers} where ${eq(customers.id, sql.placeholder("customerId"))}
)`;

const insertCart = rowInsert(carts, { customerId: customerStillThere });

const marketStatement = prepared((db) => db.select().from(markets).where(eq(markets.code, marketCode)));

/** The market went, or the same request came twice at once. */
const lostRaces: ReadonlySet<string> = new Set(["FOREIGN KEY", keyTaken]);

/** An empty cart in a market, the customer's own if one is signed in. @throws NOT_FOUND for an unknown market */
export async function createCart(ctx: ServiceContext, input: CreateCartInput = {}): Promise<Cart> {
  return untilSettled(lostRaces, async () => {
    const [found, [market]] = await batch(ctx, (db) => [
      findAnswer(ctx, db),
      marketStatement(db, { market: input.market ?? null }),
    ]);
    const given = answerGiven(ctx, found, cartOutput);
    if (given) return given;
    if (!market) throw new AppError("NOT_FOUND");

    const now = ctx.clock.now();
    const cart: CartRecord = {
      id: newCartId(),
      version: 1,
      customerId: signedInAs(ctx.actor)?.customerId ?? null,
      status: "open",
      market: market.code,
      currency: market.currency,
      email: null,
      guestKey: null,
      shippingAddress: null,
      billingAddress: null,
      shippingOptionId: null,
      vatId: null,
      merge: null,
      createdAt: now,
      updatedAt: now,
    };
    const state: CartState = {
      cart,
      market,
      buyerId: cart.customerId,
      buyerGroups: null,
      buyerTaxExempt: null,
      buyerHasOrdered: null,
      shippingOption: null,
      lines: [],
      codes: [],
      promotions: [],
      taxRates: [],
      now,
    };
    const answer = presentCart(state, await priceState(ctx, state));
    await batch(ctx, (db) => [insertCart(db, cart), ...keepAnswer(ctx, db, answer)]);
    return answer;
  });
}
