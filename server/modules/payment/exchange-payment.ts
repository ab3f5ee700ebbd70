import { rowInsert } from "../../../db/insert.ts";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import type { PaymentRow } from "./payments.ts";

const insertPayment = rowInsert(payments);

/** Pays an order by what was paid for an earlier one: no money moves. */
export async function insertExchangePayment(
  { db, clock }: TransactionContext,
  { orderId, amount, currency }: Pick<PaymentRow, "orderId" | "amount" | "currency">,
): Promise<PaymentRow> {
  const now = clock.now();
  const payment: PaymentRow = {
    id: newId("pay"),
    orderId,
    provider: "manual",
    method: "exchange",
    status: "captured",
    amount,
    capturedAmount: amount,
    refundedAmount: 0,
    currency,
    createdAt: now,
    updatedAt: now,
  };
  await insertPayment(db, payment);
  return payment;
}
