import type { HoldReason, PaymentStatus } from "../../../../db/enums.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { type OrderEventType, recordEvent } from "../events.ts";
import { alertStaff } from "./alert-staff.ts";
import { moveDeadline } from "./move-deadline.ts";
import { requestCapture } from "./request-capture.ts";

/** In seconds: the slowest debits take a fortnight, and so may people. */
const processingTime = 14 * 24 * 60 * 60;

const told: Partial<Record<PaymentStatus, OrderEventType>> = {
  processing: "payment-processing",
  authorized: "payment-authorized",
  failed: "payment-failed",
};

/**
 * Does what follows from what has become of an attempt, but for its money: its order does not expire while money is on
 * its way or a person has to look at it, and has the usual time again for another attempt when it does not come.
 */
export async function followStatus(
  tx: TransactionContext,
  before: PaymentRow,
  after: PaymentRow,
): Promise<void> {
  if (after.holdReason !== null && before.holdReason === null) await hold(tx, after, after.holdReason);
  const { orderId, status } = after;
  if (status === before.status) return;
  await tellStatus(tx, after);
  if (status === "authorized") await requestCapture(tx, orderId);
  if (status === "processing") await moveDeadline(tx, orderId, processingTime);
  if (status !== "failed" && status !== "canceled" && status !== "pending") return;
  if (before.status === "processing") await askAgain(tx, after);
  if (before.status === "authorized") await alertStaff(tx, after, "authorization_lapsed");
}

/** Whoever paid has left, sure that the money was on its way. */
async function askAgain(
  tx: TransactionContext,
  { id: paymentId, orderId, status }: PaymentRow,
): Promise<void> {
  await moveDeadline(tx, orderId, tx.paymentDeadline);
  if (status === "pending") return;
  await enqueue(tx.db, {
    topic: "order.payment-failed",
    subjectId: orderId,
    payload: { orderId, paymentId },
    createdAt: tx.clock.now(),
  });
}

async function hold(tx: TransactionContext, payment: PaymentRow, reason: HoldReason): Promise<void> {
  const { id: paymentId, orderId, method, amount, currency } = payment;
  await recordEvent(tx.db, {
    orderId,
    type: "payment-held",
    details: { paymentId, method, amount: { amount, currency } },
    actorId: null,
    happenedAt: tx.clock.now(),
  });
  await alertStaff(tx, payment, reason);
  await moveDeadline(tx, orderId, processingTime);
}

async function tellStatus({ db, clock }: TransactionContext, payment: PaymentRow): Promise<void> {
  const { id: paymentId, orderId, status, method, declineCode } = payment;
  const type = told[status];
  if (!type) return;
  const why = status === "failed" && declineCode !== null ? { declineCode } : {};
  await recordEvent(db, {
    orderId,
    type,
    details: { paymentId, method, ...why },
    actorId: null,
    happenedAt: clock.now(),
  });
}
