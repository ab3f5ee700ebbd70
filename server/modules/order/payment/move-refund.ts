import { eq } from "drizzle-orm";
import { refunds } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import type { ProviderRefund } from "../../../core/payment-port.ts";
import { decideRefund } from "../../payment/decide-refund.ts";
import { moveMoney } from "../../payment/move-money.ts";
import { lowerOpenPayment } from "../../payment/open-payment.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import type { RefundRow } from "../../payment/write-refund.ts";
import { recordEvent } from "../events.ts";
import { readBalance } from "../read-balance.ts";
import { tellRefunded } from "../refund-order.ts";
import { alertStaff } from "./alert-staff.ts";

/** What is known of a refund; without a reference where its provider never took it on. */
export type ToldRefund = Pick<ProviderRefund, "status" | "failure"> & { reference: string | null };

/**
 * Has a refund follow its provider's word, and its money with it: what fails is the shop's again, and staff are told, who
 * may give it otherwise. Its buyer hears of it once it is given.
 */
export async function moveRefund(
  tx: TransactionContext,
  payment: PaymentRow,
  refund: RefundRow,
  told: ToldRefund,
): Promise<void> {
  const { db, clock } = tx;
  const status = decideRefund(refund, told.status);
  const reference = refund.reference ?? told.reference;
  if (status === refund.status && reference === refund.reference) return;
  const failure = status === "failed" ? (refund.failure ?? told.failure) : null;
  const moved = { ...refund, status, reference, failure, updatedAt: clock.now() };
  await db.update(refunds).set(moved).where(eq(refunds.id, refund.id));
  if (status === refund.status) return;
  await moveBack(tx, payment, refund, moved);
  if (status === "succeeded") await tellRefunded(tx, moved, payment.currency);
  if (status !== "failed") return;
  await tellFailed(tx, payment, moved);
  const { balance } = await readBalance(tx, payment.orderId);
  await lowerOpenPayment(tx, payment.orderId, balance.owed); // what came back pays what is missing
}

/** What failed was counted when it was asked for. */
async function moveBack(
  { db }: TransactionContext,
  { currency }: PaymentRow,
  before: RefundRow,
  { id: sourceId, paymentId, provider, amount, status, updatedAt: movedAt }: RefundRow,
): Promise<void> {
  if ((status === "failed") === (before.status === "failed")) return;
  const kind = status === "failed" ? "refund_failed" : "refunded";
  await moveMoney(db, { provider, paymentId, kind, amount, currency, sourceId, movedAt });
}

async function tellFailed(
  tx: TransactionContext,
  payment: PaymentRow,
  { id: refundId, orderId, amount, failure }: RefundRow,
): Promise<void> {
  const money = { amount, currency: payment.currency };
  await recordEvent(tx.db, {
    orderId,
    type: "refund-failed",
    details: { refundId, amount: money, ...(failure !== null && { failure }) },
    actorId: null,
    happenedAt: tx.clock.now(),
  });
  await alertStaff(tx, payment, "refund_failed");
}
