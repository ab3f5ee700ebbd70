import { rowInsert } from "../../../db/insert.ts";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { blankPayment, type PaymentRow } from "./payments.ts";

const insertPayment = rowInsert(payments);

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
  await insertPayment(db, payment);
  return payment;
}
