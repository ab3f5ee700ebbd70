import { eq } from "drizzle-orm";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { blankPayment, type PaymentRow } from "./payments.ts";
import { writePayment } from "./write-payment.ts";
import type { RefundRow } from "./write-refund.ts";

/**
 * Pays an order by what was taken of a payment of an earlier one: no money moves, and whoever has it, has it still.
 * @throws NOT_FOUND
 */
export async function insertExchangePayment(
  { db, clock }: TransactionContext,
  orderId: string,
  { paymentId, amount }: Pick<RefundRow, "paymentId" | "amount">,
): Promise<PaymentRow> {
  const [source] = await db.select().from(payments).where(eq(payments.id, paymentId));
  if (!source) throw new AppError("NOT_FOUND");
  const { provider, currency } = source;
  const payment: PaymentRow = {
    ...blankPayment({ orderId, amount, currency, now: clock.now() }),
    provider,
    method: "exchange",
    originId: originOf(source),
    status: "captured",
    capturedAmount: amount,
  };
  for (const statement of writePayment(db, payment)) await statement;
  return payment;
}

/** The payment that money goes back by: its own, unless an exchange brought it. */
export function originOf({ id, originId }: Pick<PaymentRow, "id" | "originId">): string {
  return originId ?? id;
}
