import type { TransactionContext } from "../../core/context.ts";
import { blankPayment, type PaymentRow } from "./payments.ts";
import { writePayment } from "./write-payment.ts";

/** Pays an order by what was paid for an earlier one: no money moves. */
export async function insertExchangePayment(
  { db, clock }: TransactionContext,
  { orderId, amount, currency }: Pick<PaymentRow, "orderId" | "amount" | "currency">,
): Promise<PaymentRow> {
  const payment: PaymentRow = {
    ...blankPayment({ orderId, amount, currency, now: clock.now() }),
    method: "exchange",
    status: "captured",
    capturedAmount: amount,
  };
  for (const statement of writePayment(db, payment)) await statement;
  return payment;
}
