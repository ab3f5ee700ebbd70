import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { isUnpaid, openStatuses } from "./machine.ts";
import { isByHand } from "./manual.ts";
import { blankPayment, type PaymentRow } from "./payments.ts";
import { insertPayment } from "./write-payment.ts";

type Asked = Pick<PaymentRow, "orderId" | "amount" | "currency">;

/** The condition for the attempt that an order can still be paid by. */
const isOpenOf = (orderId: string) =>
  and(eq(payments.orderId, orderId), inArray(payments.status, openStatuses));

/**
 * Ends the attempt that an order can still be paid by; does nothing where there is none. What was captured of it stays, and
 * its provider is asked at once, and so told that it has ended.
 */
export async function endOpenPayment({ db, clock }: TransactionContext, orderId: string): Promise<void> {
  await db.update(payments).set(ended(clock.now())).where(isOpenOf(orderId));
}

/** Ends an attempt of which its provider has told nothing yet; does nothing where it has. */
export async function endUnknown(
  { db, clock }: TransactionContext,
  { id }: Pick<PaymentRow, "id">,
): Promise<void> {
  await db
    .update(payments)
    .set(ended(clock.now()))
    .where(and(eq(payments.id, id), eq(payments.status, "pending"), isNull(payments.reference)));
}

/** How an attempt is written that ends now. */
const ended = (now: Date) => ({
  status: sql`iif(${payments.capturedAmount} > 0, 'captured', 'canceled')`,
  checkAt: sql`iif(${payments.checkAt} is null, null, ${now.getTime()})`,
  updatedAt: now,
});

/** Has the attempt that an order can still be paid by ask for no more than is owed; for nothing it ends. */
export async function lowerOpenPayment(tx: TransactionContext, orderId: string, owed: number): Promise<void> {
  if (owed === 0) return endOpenPayment(tx, orderId);
  const open = await findOpen(tx, orderId);
  if (open && open.amount > owed) await changeAmount(tx, open, owed);
}

/**
 * Has the attempt that an order can still be paid by ask for all that is owed. Where there is none a new one waits for a
 * transfer: nobody is there to choose another way.
 */
export async function askForPayment(
  tx: TransactionContext,
  { orderId, amount, currency }: Asked,
): Promise<void> {
  const open = await findOpen(tx, orderId);
  if (open) return changeAmount(tx, open, amount);
  const blank = blankPayment({ orderId, amount, currency, now: tx.clock.now() });
  await insertPayment(tx.db, { ...blank, status: amount === 0 ? "captured" : "pending" });
}

async function findOpen({ db }: TransactionContext, orderId: string): Promise<PaymentRow | undefined> {
  const [open] = await db
    .select()
    .from(payments)
    .where(isOpenOf(orderId))
    .orderBy(desc(payments.id))
    .limit(1);
  return open;
}

/**
 * A provider was told an amount that stands: another attempt of the same kind asks for the new one, and the provider hears
 * of it when its shopper comes back. Money that is on its way comes as it is; what is too much of it goes back then.
 */
async function changeAmount(tx: TransactionContext, open: PaymentRow, amount: number): Promise<void> {
  if (open.amount === amount) return;
  const { orderId, provider, method, capture, currency } = open;
  const now = tx.clock.now();
  if (isByHand(open)) {
    await tx.db.update(payments).set({ amount, updatedAt: now }).where(eq(payments.id, open.id));
  } else if (isUnpaid(open)) {
    await endOpenPayment(tx, orderId);
    const blank = blankPayment({ orderId, amount, currency, now });
    await insertPayment(tx.db, { ...blank, provider, method, capture, checkAt: now });
  }
}
