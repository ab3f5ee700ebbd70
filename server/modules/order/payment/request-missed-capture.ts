import { and, eq, isNull } from "drizzle-orm";
import { outbox } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import type { ProviderPayment } from "../../../core/payment-port.ts";
import type { Topic } from "../../outbox/events.ts";
import { decideCapture } from "./decide-capture.ts";
import { loadOfPayment } from "./of-payment.ts";
import { requestCapture } from "./request-capture.ts";

const topic: Topic = "payment.capture-requested";

/**
 * Has money that is authorized taken for what was sent, where nothing is on its way to take it: the event was given up. It
 * is asked for and not taken here, since the events of a payment are delivered one after the other: two captures at once
 * might each take what is due. @throws NOT_FOUND
 */
export async function requestMissedCapture(
  ctx: ServiceContext,
  paymentId: string,
  told: ProviderPayment,
): Promise<void> {
  if (told.capturable === 0) return;
  await transact(ctx, async (tx) => {
    const { state, payment } = await loadOfPayment(tx, paymentId);
    if (!decideCapture(state, payment, told) || (await isRequested(tx, paymentId))) return;
    await requestCapture(tx, payment.orderId);
  });
}

async function isRequested({ db }: TransactionContext, paymentId: string): Promise<boolean> {
  const waiting = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.subjectId, paymentId), eq(outbox.topic, topic), isNull(outbox.deadAt)))
    .limit(1);
  return waiting.length > 0;
}
