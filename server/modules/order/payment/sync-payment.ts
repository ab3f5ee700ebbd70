import { eq } from "drizzle-orm";
import { payments } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import type { ProviderPayment } from "../../../core/payment-port.ts";
import { checkAfter, nextCheck } from "../../payment/next-check.ts";
import { noteFees } from "../../payment/note-fees.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { settleFunds } from "../../payment/settle-funds.ts";
import { advanceOrder } from "../advance-order.ts";
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
    const synced = await writeSync(tx, payment, sync, told);
    await followStatus(tx, payment, synced);
    await noteFees(tx, synced, told.fees);
    await settleRefunds(tx, synced, told.refunds);
    if (sync.received > 0) await receiveMoney(tx, state, synced, sync.received);
    await noteDisputes(tx, synced, told.disputes);
    await advanceOrder(tx, payment.orderId);
  });
}

async function writeSync(
  tx: TransactionContext,
  payment: PaymentRow,
  { row, received, isLeftOver }: Sync,
  told: ProviderPayment,
): Promise<PaymentRow> {
  const { db, clock } = tx;
  const now = clock.now();
  const isNews = received > 0 || row.status !== payment.status || row.reference !== payment.reference;
  const checks = isNews ? 0 : payment.checks + 1;
  const updatedAt = isNews ? now : payment.updatedAt;
  const leftOverAt = isNews ? now : nextCheck(checks, now);
  const checkAt = isLeftOver ? leftOverAt : checkAfter(told, { checks, changedAt: updatedAt, now });
  const written = { ...row, checks, checkAt, updatedAt };
  await db.update(payments).set(written).where(eq(payments.id, payment.id));
  await settleFunds(tx, { ...payment, ...written }, told);
  return { ...payment, ...written };
}
