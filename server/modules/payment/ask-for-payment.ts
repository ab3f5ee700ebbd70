import { rowInsert } from "../../../db/insert.ts";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { isLiveOf } from "./live-payment.ts";
import { blankPayment, type PaymentRow } from "./payments.ts";

const insertPayment = rowInsert(payments);

/**
 * Has the attempt that an order is waiting for ask for all that is owed. Where there is none a new one waits for a
 * transfer: nobody is there to choose another way.
 */
export async function askForPayment(
  { db, clock }: TransactionContext,
  { orderId, amount, currency }: Pick<PaymentRow, "orderId" | "amount" | "currency">,
): Promise<void> {
  const now = clock.now();
  const [live] = await db
    .update(payments)
    .set({ amount, updatedAt: now })
    .where(isLiveOf(orderId))
    .returning({ id: payments.id });
  if (live) return;
  await insertPayment(db, {
    ...blankPayment({ orderId, amount, currency, now }),
    status: amount === 0 ? "captured" : "pending",
  });
}
