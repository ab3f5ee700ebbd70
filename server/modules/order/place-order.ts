import { eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../../../db/errors.ts";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { carts, orderLines, orders, payments } from "../../../db/schema/index.ts";
import { batch, type Connection, type Statement } from "../../../db/transaction.ts";
import type { IdempotentRequest, ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { ownsCart } from "../cart/owns-cart.ts";
import { type CartState, cartLinesStatement, cartStatement, priceLines } from "../cart/statements.ts";
import { answerStatement, readAnswer, storeAnswer } from "../idempotency/answers.ts";
import { notOversold, reserveStock } from "../inventory/reserve.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { draftOrder } from "./draft-order.ts";
import { loadOrder } from "./load-order.ts";
import { type OrderState, presentPlaced } from "./present-order.ts";
import { type PlacedOrder, type PlaceInput, placeOutput } from "./schema.ts";

const { placeholder } = sql;

const placedStatement = prepared((db) =>
  db
    .select({ orderId: orders.id })
    .from(orders)
    .where(eq(orders.cartId, placeholder("cartId"))),
);

/** Null, which the column refuses, unless the cart still is what was read. */
const cartAsRead = sql`(
  select ${carts.id} from ${carts}
  where ${carts.id} = ${placeholder("cartId")} and ${carts.version} = ${placeholder("cartVersion")} and ${carts.status} = 'open'
)`;

const insertOrder = rowInsert(orders, { cartId: cartAsRead });
const insertLine = rowInsert(orderLines);
const insertPayment = rowInsert(payments);

/** Whoever ordered a guest's cart signed in has it, and the order, for themselves from then on. */
const endCartStatement = prepared((db) =>
  db
    .update(carts)
    .set({
      status: "ordered",
      customerId: sql`${placeholder("customerId")}`,
      version: sql`${carts.version} + 1`,
      updatedAt: sql`${placeholder("placedAt")}`,
    })
    .where(eq(carts.id, placeholder("cartId"))),
);

/**
 * What a write breaks when something moved between reading and writing: the cart changed or was ordered, the last
 * units went, the key was used, the number was taken, a variant was deleted. Reading again tells which.
 */
const lostRaces: ReadonlySet<string> = new Set([
  "orders.cart_id",
  notOversold,
  "idempotency_keys.scope, idempotency_keys.key",
  "orders.number",
  "FOREIGN KEY",
]);

/** Losing this often in a row means that the cart never stands still. */
const maxAttempts = 8;

/** Of a call without a key: finds nothing. */
const noRequest: IdempotentRequest = { scope: "", key: "", fingerprint: "" };

/**
 * Turns a cart into an order, once, however often and from wherever it is asked for: one read, then one write of all
 * or nothing (the order for exactly the cart that was read, its stock, its payment, its event and the stored answer).
 * @throws what `draftOrder` throws, IDEMPOTENCY_CONFLICT; NOT_FOUND, also for a cart of somebody else; CONFLICT when the
 * cart keeps changing
 */
export async function placeOrder(ctx: ServiceContext, input: PlaceInput): Promise<PlacedOrder> {
  const { cartId } = input;
  const request = ctx.idempotentRequest ?? noRequest;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const now = ctx.clock.now();
    const [[cart], lines, [placed], answers] = await batch(ctx, (db) => [
      cartStatement(db, { cartId }),
      cartLinesStatement(db, { cartId, now: now.getTime() }),
      placedStatement(db, { cartId }),
      answerStatement(db, { ...request }),
    ]);
    const stored = readAnswer(answers, request, now);
    if (stored) return placeOutput.parse(stored.answer);
    if (!cart || !ownsCart(ctx.actor, cart.cart)) throw new AppError("NOT_FOUND");

    const state = { ...cart, lines: priceLines(lines, now) };
    const order = placed ? await loadOrder(ctx, placed.orderId) : draftOrder(ctx, state, input);
    const answer = presentPlaced(order);
    try {
      await batch(ctx, (db) => [
        ...(placed ? [] : writeOrder(db, state, order)),
        ...(ctx.idempotentRequest ? storeAnswer(db, request, answer, now) : []),
      ]);
      return answer;
    } catch (error) {
      if (!lostRaces.has(brokenConstraint(error) ?? "")) throw error;
    }
  }
  throw new AppError("CONFLICT");
}

function writeOrder(db: Connection, { cart, lines }: CartState, draft: OrderState): Statement[] {
  const { order } = draft;
  const { id: orderId, customerId, placedAt } = order;
  const tracked = lines.filter(({ policy }) => policy !== "untracked");
  return [
    insertOrder(db, order, { cartVersion: cart.version }),
    endCartStatement(db, { cartId: cart.id, customerId, placedAt: placedAt.getTime() }),
    ...draft.lines.map((line) => insertLine(db, line)),
    ...draft.payments.map((payment) => insertPayment(db, payment)),
    ...reserveStock(db, orderId, tracked),
    enqueue(db, { topic: "order.placed", subjectId: orderId, payload: { orderId }, createdAt: placedAt }),
  ];
}
