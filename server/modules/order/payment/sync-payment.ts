import { eq } from "drizzle-orm";
import { payments } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import type { ProviderPayment } from "../../../core/payment-port.ts";
import type { Funds } from "../../payment/fund-movements.ts";
import { checkAfter, nextCheck, type Told } from "../../payment/next-check.ts";
import { noteFees } from "../../payment/note-fees.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { refundsBy } from "../../payment/refunds-by.ts";
import { settleFunds } from "../../payment/settle-funds.ts";
import { advanceOrder } from "../advance-order.ts";
import { settleOrder } from "../settle-order.ts";
import { decideSync, type Sync } from "./decide-sync.ts";
import { followStatus } from "./follow-status.ts";
import { isWanted } from "./is-wanted.ts";
import { noteDisputes } from "./note-disputes.ts";
import { loadOfPayment } from "./of-payment.ts";
import { receiveMoney } from "./receive-money.ts";
import { settleRefunds } from "./settle-refunds.ts";

/**
 * Takes in how a payment stands at its provider, whoever asked and why: the one way for a provider's word to change
 * anything here. The same word again changes nothing, and an older one takes nothing back. @throws NOT_FOUND
 */
export function syncPayment(ctx: ServiceContext, paymentId: string, told: ProviderPayment): Promise<void> {
  const nobody = { ...ctx, actor: { type: "anonymous" } } as const;
  return transact<ServiceContext, void>(nobody, async (tx) => {
    const { state, payment } = await loadOfPayment(tx, paymentId);
    const sync = decideSync(payment, told, isWanted(state, payment));
    const refunds = await refundsBy(tx, paymentId);
    const synced = await writeSync(tx, payment, sync, { ...told, refunds: [...told.refunds, ...refunds] });
    await followStatus(tx, payment, synced);
    await noteFees(tx, synced, told.fees);
    await settleRefunds(tx, synced, told.refunds);
    const isDecided = await noteDisputes(tx, synced, told.disputes); // first, so that what they hold back is not given back
    if (sync.received > 0) await receiveMoney(tx, state, synced, sync.received);
    if (isDecided) await settleOrder(tx, payment.orderId, { reason: null }); // what was canceled meanwhile goes back now
    await advanceOrder(tx, payment.orderId);
  });
}

async function writeSync(
  tx: TransactionContext,
  payment: PaymentRow,
  { row, received, isLeftOver }: Sync,
  told: Told & Funds,
): Promise<PaymentRow> {
  const { db, clock } = tx;
  const now = clock.now();
  const isNews = received > 0 || row.status !== payment.status || row.reference !== payment.reference;
  const updatedAt = isNews ? now : payment.updatedAt;
  const times = { changedAt: updatedAt, now };
  const leftOverAt = isNews ? now : nextCheck(times);
  const written = { ...row, checkAt: isLeftOver ? leftOverAt : checkAfter(told, times), updatedAt };
  await db.update(payments).set(written).where(eq(payments.id, payment.id));
  await settleFunds(tx, { ...payment, ...written }, told);
  return { ...payment, ...written };
}
