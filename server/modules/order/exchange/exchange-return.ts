import { and, eq, inArray, isNull } from "drizzle-orm";
import { rowInsert } from "../../../../db/insert.ts";
import { orders, returns } from "../../../../db/schema/index.ts";
import {
  actorIdOf,
  type ServiceContext,
  type StaffContext,
  type TransactionContext,
} from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../../auth/audit.ts";
import { assertActing } from "../../auth/staff/assert-acting.ts";
import { prepareAndWrite } from "../../idempotency/prepare-and-write.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { askForPayment } from "../../payment/open-payment.ts";
import { priceAdditions } from "../additions/price-additions.ts";
import { writeAdditions } from "../additions/write-additions.ts";
import { getStaffOrder } from "../admin/get-order.ts";
import { type StaffOrder, staffOrderOutput } from "../admin/schema.ts";
import { advanceOrder } from "../advance-order.ts";
import { recordEvent } from "../events.ts";
import { isForgotten } from "../forgotten.ts";
import type { OrderRow } from "../present-order.ts";
import { readBalance } from "../read-balance.ts";
import type { ReturnRow } from "../returns/move-return.ts";
import { settleReturn } from "../returns/settle-return.ts";
import { touchOrder } from "../touch-order.ts";
import { draftReplacement } from "./draft-replacement.ts";
import type { ExchangeInput } from "./schema.ts";

const insertOrder = rowInsert(orders);

/**
 * Sends a return's buyer something else instead: an order of its own at today's prices, without shipping, paid by what
 * the return brought once it was received. What is left of that is given back, what is missing is asked for.
 * @throws NOT_FOUND, ADDRESS_REQUIRED, INVALID_TRANSITION, VARIANT_UNAVAILABLE, QUANTITY_LIMIT, OUT_OF_STOCK
 */
export function exchangeReturn(ctx: StaffContext, { returnId, lines }: ExchangeInput): Promise<StaffOrder> {
  const id = newId("ord");
  const prepare = async () => {
    const order = await findReturned(ctx, returnId);
    const wanted = lines.map((line) => ({ ...line, attributes: {} }));
    return priceAdditions(ctx, order, wanted, new Map(), { orderId: id, position: 0 });
  };
  return prepareAndWrite(ctx, staffOrderOutput, prepare, async (tx, additions) => {
    await assertActing(tx);
    // Read anew: the buyer's account may have gone while taxes were asked for.
    const replacement = draftReplacement(await findReturned(tx, returnId), additions, {
      id,
      now: tx.clock.now(),
    });
    await insertOrder(tx.db, replacement);
    const replaced = await claimReturn(tx, returnId, id);
    await touchOrder(tx, { id: replaced.orderId });
    await tell(tx, replaced, replacement);
    await writeAdditions(tx, replacement, additions.lines);
    if (replaced.status === "received") await settleReturn(tx, replaced, {});
    await askForRest(tx, replacement);
    await advanceOrder(tx, id);
    await audit(tx, "return-replaced", replaced.orderId, { returnId, replacedById: id });
    return getStaffOrder(tx, { id });
  });
}

/** The order that the return is of. @throws NOT_FOUND; ADDRESS_REQUIRED where the account of its buyer is gone */
async function findReturned({ db }: ServiceContext, returnId: string): Promise<OrderRow> {
  const [found] = await db
    .select({ order: orders })
    .from(returns)
    .innerJoin(orders, eq(orders.id, returns.orderId))
    .where(eq(returns.id, returnId));
  if (!found) throw new AppError("NOT_FOUND");
  if (isForgotten(found.order)) throw new AppError("ADDRESS_REQUIRED");
  return found.order;
}

/** Has the order stand for the return, where that is on its way or received, and nothing else stands for it. @throws NOT_FOUND, INVALID_TRANSITION */
async function claimReturn(
  { db, clock }: TransactionContext,
  returnId: string,
  replacedById: string,
): Promise<ReturnRow> {
  const isOpen = and(inArray(returns.status, ["approved", "received"]), isNull(returns.replacedById));
  const [claimed] = await db
    .update(returns)
    .set({ replacedById, updatedAt: clock.now() })
    .where(and(eq(returns.id, returnId), isOpen))
    .returning();
  if (claimed) return claimed;
  const [found] = await db.select().from(returns).where(eq(returns.id, returnId));
  if (!found) throw new AppError("NOT_FOUND");
  const from = found.replacedById === null ? found.status : "replaced";
  throw new AppError("INVALID_TRANSITION", { from, to: "replaced" });
}

/** Asks for what is not paid; an order has a payment even where nothing is. */
async function askForRest(tx: TransactionContext, { id: orderId, currency, totalAmount }: OrderRow) {
  const { owed } = (await readBalance(tx, orderId)).balance;
  if (owed > 0 || totalAmount === 0) await askForPayment(tx, { orderId, amount: owed, currency });
}

async function tell(
  { db, actor, clock }: TransactionContext,
  { id: returnId, orderId }: ReturnRow,
  { id: replacedById }: OrderRow,
): Promise<void> {
  const by = { actorId: actorIdOf(actor), happenedAt: clock.now() };
  await recordEvent(db, { ...by, orderId, type: "replaced", details: { returnId, replacedById } });
  await recordEvent(db, { ...by, orderId: replacedById, type: "placed", details: { returnId } });
  await recordEvent(db, { ...by, orderId: replacedById, type: "confirmed", details: {} });
  await enqueue(db, {
    topic: "order.placed",
    subjectId: replacedById,
    payload: { orderId: replacedById },
    createdAt: by.happenedAt,
  });
}
