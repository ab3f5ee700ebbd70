import { rowInsert } from "../../../db/insert.ts";
import { payments } from "../../../db/schema/index.ts";
import type { Connection, Statement } from "../../../db/transaction.ts";
import { moveMoneyOf } from "./move-money.ts";
import type { PaymentRow } from "./payments.ts";

/** Writes an attempt of which no money has come. */
export const insertPayment = rowInsert(payments);

/** Writes a new attempt to be paid, and the movement of what came with it: of what is to come, none. */
export function writePayment(db: Connection, payment: PaymentRow): Statement[] {
  const { capturedAmount: amount, method, createdAt: movedAt } = payment;
  const kind = method === "exchange" ? "exchanged_in" : "captured";
  return [
    insertPayment(db, { ...payment, capturedAmount: 0 }),
    ...(amount > 0 ? [moveMoneyOf(db, payment, { kind, amount, movedAt })] : []),
  ];
}
