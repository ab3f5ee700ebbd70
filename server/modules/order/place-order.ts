import { eq, sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { carts, orderLines, orders } from "../../../db/schema/index.ts";
import { batch, type Connection, type Statement } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { type CartState, goodsCountry } from "../cart/cart-state.ts";
import { cartStateOf, readCart } from "../cart/load-cart.ts";
import { type Pricing, priceState } from "../cart/price-state.ts";
import { answerGiven, findAnswer, keepAnswer, keyTaken } from "../idempotency/service-answers.ts";
import { untilSettled } from "../idempotency/until-settled.ts";
import { allocateStock, servingLocations } from "../inventory/allocate-stock.ts";
import { type LocatedUnits, reserveStock, stockRaces } from "../inventory/move-stock.ts";
import { stockLocations } from "../inventory/stock-locations.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { writePayment } from "../payment/write-payment.ts";
import { buyerKey } from "../promotion/buyer-key.ts";
import { promotionRaces, redeemPromotions } from "../promotion/redeem.ts";
import { draftOrder } from "./draft-order.ts";
import type { OrderEventDetails } from "./event-schema.ts";
import { type OrderEventType, recordEvent } from "./events.ts";
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

const stockStatement = stockLocations(
  sql`select variant_id from cart_lines where cart_id = ${placeholder("cartId")}`,
);

/** Null, which `orders_of_cart_or_return` refuses, unless the cart still is what was read. */
const cartAsRead = sql`(
  select ${carts.id} from ${carts}
  where ${carts.id} = ${placeholder("cartId")} and ${carts.version} = ${placeholder("cartVersion")} and ${carts.status} = 'open'
)`;

const insertOrder = rowInsert(orders, { cartId: cartAsRead });
const insertLine = rowInsert(orderLines);

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
 * units or uses of a promotion went, the key was used, the number was taken, a variant was deleted. Reading again tells which.
 */
const lostRaces: ReadonlySet<string> = new Set([
  "orders.cart_id",
  "orders_of_cart_or_return",
  ...stockRaces,
  keyTaken,
  "orders.number",
  "FOREIGN KEY",
  ...promotionRaces,
]);

/**
 * Turns a cart into an order, once, however often and from wherever it is asked for: one read, then one write of all
 * or nothing (the order for exactly the cart that was read, its stock, the promotions it uses, its payment, its event and the stored answer).
 * @throws what `draftOrder` throws, IDEMPOTENCY_CONFLICT; NOT_FOUND, also for a cart of somebody else; CONFLICT when the
 * cart keeps changing
 */
export async function placeOrder(ctx: ServiceContext, input: PlaceInput): Promise<PlacedOrder> {
  const { cartId } = input;
  return untilSettled(lostRaces, async () => {
    const [found, [placed], locations, ...rows] = await batch(ctx, (db) => [
      findAnswer(ctx, db),
      placedStatement(db, { cartId }),
      stockStatement(db, { cartId }),
      ...readCart(ctx, db, { cartId }),
    ]);
    const given = answerGiven(ctx, found, placeOutput);
    if (given) return given;

    const state = cartStateOf(ctx, rows);
    if (placed) return answerWith(ctx, await loadOrder(ctx, placed.orderId), () => []);
    const pricing = await priceState(ctx, state);
    const order = draftOrder(ctx, state, pricing, input);
    const held = allocateStock(state.lines, servingLocations(locations, goodsCountry(state)));
    return answerWith(ctx, order, (db) => writeOrder(db, state, { pricing, held, draft: order }));
  });
}

/** Writes an order together with the answer that tells of it. */
async function answerWith(
  ctx: ServiceContext,
  order: OrderState,
  write: (db: Connection) => Statement[],
): Promise<PlacedOrder> {
  const answer = presentPlaced(order);
  await batch(ctx, (db) => [...write(db), ...keepAnswer(ctx, db, answer)]);
  return answer;
}

/** The timeline's beginning, and what the outbox does for it: what is paid goes first, so that no mail holds it up. */
function tellOf(db: Connection, { order, payments: [payment] }: OrderState): Statement[] {
  const { id: orderId, currency, placedAt } = order;
  const event = (type: OrderEventType, details: OrderEventDetails = {}) =>
    recordEvent(db, { orderId, type, details, actorId: order.customerId, happenedAt: placedAt });
  const tell = (topic: "order.paid" | "order.placed") =>
    enqueue(db, { topic, subjectId: orderId, payload: { orderId }, createdAt: placedAt });
  const isPaid = order.paymentStatus === "paid";
  const { id: paymentId, method, capturedAmount: amount } = payment;
  return [
    event("placed"),
    ...(isPaid ? [event("payment-received", { paymentId, method, amount: { amount, currency } })] : []),
    ...(order.status === "confirmed" ? [event("confirmed")] : []),
    ...(isPaid ? [tell("order.paid")] : []),
    ...(payment.checkAt === null ? [tell("order.placed")] : []), // who pays now is written to once that is done
  ];
}

interface Decided {
  pricing: Pricing;
  /** Which location sends what. */
  held: readonly LocatedUnits[];
  draft: OrderState;
}

function writeOrder(db: Connection, { cart }: CartState, { pricing, held, draft }: Decided): Statement[] {
  const { order } = draft;
  const { id: orderId, customerId, email, placedAt } = order;
  const movement = { orderId, actorId: null, movedAt: placedAt };
  return [
    insertOrder(db, order, { cartVersion: cart.version }),
    endCartStatement(db, { cartId: cart.id, customerId, placedAt: placedAt.getTime() }),
    ...draft.lines.map((line) => insertLine(db, line)),
    ...draft.payments.flatMap((payment) => writePayment(db, payment)),
    ...reserveStock(db, movement, held),
    ...redeemPromotions(db, order, buyerKey({ customerId, email }), pricing.promotions),
    ...tellOf(db, draft),
  ];
}
