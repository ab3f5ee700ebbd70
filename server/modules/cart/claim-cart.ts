import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { carts } from "../../../db/schema/index.ts";
import { batch, type Connection, type Statement } from "../../../db/transaction.ts";
import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { answerGiven, findAnswer, keepAnswer, keyTaken } from "../idempotency/service-answers.ts";
import { untilSettled } from "../idempotency/until-settled.ts";
import { type CartState, changedAt } from "./cart-state.ts";
import { endMerged } from "./end-merged.ts";
import { cartStateOf, loadCart, readCart } from "./load-cart.ts";
import { mergeCarts } from "./merge-carts.ts";
import { presentCart } from "./present-cart.ts";
import { priceState } from "./price-state.ts";
import { type ClaimedCart, claimOutput } from "./schema.ts";
import { cartRaces, writeCart } from "./write-cart.ts";

const { placeholder } = sql;

/** Other open carts of the customer that a guest's cart can go into: of its market and in its currency. */
const otherCarts = sql`${carts} o
  where o.customer_id = ${placeholder("customerId")} and o.status = 'open' and o.id <> ${placeholder("cartId")}
    and exists(select 1 from ${carts} g where g.id = ${placeholder("cartId")} and g.market = o.market and g.currency = o.currency)`;

const ownStatement = prepared((db) =>
  db
    .select({ cartId: sql<string>`o.id` })
    .from(otherCarts)
    .orderBy(sql`o.updated_at desc, o.id desc`)
    .limit(1),
);

/** Null, which the column refuses, unless nobody was faster: the cart is as it was read, and the customer has no other one. */
const adoptedVersion = sql`case
  when version = ${placeholder("version")} and status = 'open' and customer_id is null and not exists(select 1 from ${otherCarts})
  then version + 1
end`;

const adoptStatement = prepared((db) =>
  db
    .update(carts)
    .set({
      version: adoptedVersion,
      customerId: sql`${placeholder("customerId")}`,
      updatedAt: sql`${placeholder("updatedAt")}`,
    })
    .where(eq(carts.id, placeholder("cartId"))),
);

/** What of the guest's cart did not come along. */
type Left = Omit<ClaimedCart, "cart">;

const nothingLeft: Left = { capped: [], droppedCodes: [] };

const lostRaces: ReadonlySet<string> = new Set([...cartRaces, keyTaken]);

/**
 * Makes a guest's cart the signed-in customer's. Where they have an open one in its market already, it goes into that one
 * (`mergeCarts` says how) and ends. Asked again, it answers the same.
 * @throws NOT_FOUND, also for one of somebody else; CART_NOT_OPEN, CONFLICT, what `mergeCarts` throws
 */
export async function claimCart(ctx: CustomerContext, { cartId }: { cartId: string }): Promise<ClaimedCart> {
  const { customerId } = ctx.actor;
  return untilSettled(lostRaces, async () => {
    const [found, [own], ...rows] = await batch(ctx, (db) => [
      findAnswer(ctx, db),
      ownStatement(db, { customerId, cartId }),
      ...readCart(ctx, db, { cartId }),
    ]);
    const given = answerGiven(ctx, found, claimOutput);
    if (given) return given;

    const guest = cartStateOf(ctx, rows);
    const { status, merge } = guest.cart;
    if (guest.cart.customerId !== null) {
      const state = merge ? await loadCart(ctx, merge.into) : guest;
      return claim(ctx, { ...nothingLeft, ...merge, state }, () => []);
    }
    if (status !== "open") throw new AppError("CART_NOT_OPEN");
    return own ? mergeInto(ctx, own.cartId, guest) : adopt(ctx, guest);
  });
}

function adopt(ctx: CustomerContext, guest: CartState): Promise<ClaimedCart> {
  const { customerId } = ctx.actor;
  const { id: cartId, version } = guest.cart;
  const now = ctx.clock.now();
  const state = changedAt(now, { ...guest, cart: { ...guest.cart, customerId } });
  return claim(ctx, { ...nothingLeft, state }, (db) => [
    adoptStatement(db, { cartId, version, customerId, updatedAt: now.getTime() }),
  ]);
}

async function mergeInto(ctx: CustomerContext, cartId: string, guest: CartState): Promise<ClaimedCart> {
  const { customerId } = ctx.actor;
  const own = await loadCart(ctx, cartId);
  const { after, ...left } = mergeCarts(own, guest);
  const at = ctx.clock.now();
  const state = changedAt(at, after);
  return claim(ctx, { ...left, state }, (db) => [
    ...endMerged(db, guest, { merge: { into: cartId, ...left }, customerId, at }),
    ...writeCart(db, own, state),
  ]);
}

/** Writes what makes the cart the customer's, together with the answer. */
async function claim(
  ctx: CustomerContext,
  { state, capped, droppedCodes }: Left & { state: CartState },
  statements: (db: Connection) => Statement[],
): Promise<ClaimedCart> {
  const answer = { cart: presentCart(state, await priceState(ctx, state)), capped, droppedCodes };
  await batch(ctx, (db) => [...statements(db), ...keepAnswer(ctx, db, answer)]);
  return answer;
}
