import type { TransactionContext } from "../../../core/context.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import type { PaymentAlert } from "../../outbox/events.ts";
import type { PaymentRow } from "../../payment/payments.ts";

/** Has those who run the shop told of a payment that somebody has to look at. */
export async function alertStaff(
  { db, clock }: TransactionContext,
  { id: paymentId, orderId }: Pick<PaymentRow, "id" | "orderId">,
  alert: PaymentAlert,
): Promise<void> {
  await enqueue(db, {
    topic: "payment.alert",
    subjectId: paymentId,
    payload: { orderId, paymentId, alert },
    createdAt: clock.now(),
  });
}
