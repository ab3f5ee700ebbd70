import { and, eq, exists, inArray, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { fulfillments, payments } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { enqueue } from "../../outbox/enqueue.ts";

const orderId = sql.placeholder("orderId");

const authorizedStatement = prepared((db) => {
  const sent = db
    .select({ id: fulfillments.id })
    .from(fulfillments)
    .where(and(eq(fulfillments.orderId, orderId), inArray(fulfillments.status, ["shipped", "delivered"])));
  return db
    .select({ paymentId: payments.id })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.status, "authorized"), exists(sent)));
});

/** Has money that is authorized taken for what was sent, if anything was. */
export async function requestCapture({ db, clock }: TransactionContext, orderId: string): Promise<void> {
  for (const { paymentId } of await authorizedStatement(db, { orderId })) {
    await enqueue(db, {
      topic: "payment.capture-requested",
      subjectId: paymentId,
      payload: { paymentId },
      createdAt: clock.now(),
    });
  }
}
