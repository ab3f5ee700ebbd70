import { rowInsert } from "../../../db/insert.ts";
import { refunds } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import { moveMoney } from "./move-money.ts";
import type { PaymentRow } from "./payments.ts";

export type RefundRow = typeof refunds.$inferSelect;

export type NewRefund = Pick<RefundRow, "provider" | "status" | "amount" | "taxes" | "reason"> &
  Partial<Pick<RefundRow, "returnId" | "paidOrderId" | "reference">>;

/** Whether its provider is still to be asked for it, as far as we know. */
export function isUnsent({ status, reference }: Pick<RefundRow, "status" | "reference">): boolean {
  return status === "pending" && reference === null;
}

const insertRefund = rowInsert(refunds);

/** Writes a refund, and the movement of its money. */
export async function writeRefund(
  { db, clock }: TransactionContext,
  { id: paymentId, orderId, currency }: Pick<PaymentRow, "id" | "orderId" | "currency">,
  given: NewRefund,
): Promise<RefundRow> {
  const now = clock.now();
  const refund: RefundRow = {
    id: newId("ref"),
    orderId,
    paymentId,
    returnId: null,
    paidOrderId: null,
    reference: null,
    failure: null,
    ...given,
    createdAt: now,
    updatedAt: now,
  };
  const { id: sourceId, provider, amount, paidOrderId } = refund;
  const kind = paidOrderId === null ? "refunded" : "exchanged_out";
  await insertRefund(db, refund);
  await moveMoney(db, { provider, paymentId, kind, amount, currency, sourceId, movedAt: now });
  return refund;
}
