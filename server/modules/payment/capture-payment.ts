import { and, eq, inArray } from "drizzle-orm";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { sourcesOf } from "../../core/transitions.ts";
import { paymentTransitions } from "./machine.ts";
import type { PaymentRow } from "./payments.ts";
import { settleFunds } from "./settle-funds.ts";

/** Writes down that all of an attempt's money has come, once. @throws NOT_FOUND, INVALID_TRANSITION */
export async function capturePayment(tx: TransactionContext, id: string): Promise<PaymentRow> {
  const { db, clock } = tx;
  const [captured] = await db
    .update(payments)
    .set({ status: "captured", updatedAt: clock.now() })
    .where(and(eq(payments.id, id), inArray(payments.status, sourcesOf(paymentTransitions, "captured"))))
    .returning();
  if (captured) {
    await settleFunds(tx, captured, { captured: captured.amount, capturable: 0 });
    return { ...captured, capturedAmount: captured.amount };
  }
  const [payment] = await db.select({ status: payments.status }).from(payments).where(eq(payments.id, id));
  if (!payment) throw new AppError("NOT_FOUND");
  throw new AppError("INVALID_TRANSITION", { from: payment.status, to: "captured" });
}
