import { sql } from "drizzle-orm";
import { type MoneyMovementKind, moneyPostings, type PaymentProviderName } from "../../../db/enums.ts";
import { prepared } from "../../../db/prepared.ts";
import { moneyMovements } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { PaymentRow } from "./payments.ts";

const { placeholder } = sql;

export interface NewMovement {
  provider: PaymentProviderName;
  /** Null for payouts alone. */
  paymentId: string | null;
  kind: MoneyMovementKind;
  /** More than nothing. */
  amount: number;
  currency: string;
  /** The refund's or the dispute's id, or what the provider finds a fee or a payout by. */
  sourceId?: string | null;
  movedAt: Date;
}

const insertStatement = prepared(
  (db) =>
    db
      .insert(moneyMovements)
      .values({
        provider: placeholder("provider"),
        paymentId: placeholder("paymentId"),
        kind: placeholder("kind"),
        debit: placeholder("debit"),
        credit: placeholder("credit"),
        amount: placeholder("amount"),
        currency: placeholder("currency"),
        sourceId: placeholder("sourceId"),
        movedAt: placeholder("movedAt"),
      })
      .onConflictDoNothing(), // a fee or a payout that was told before
);

/**
 * The statement that moves money, and with it what its payment has; more than there is to give back breaks
 * `payments_refunded_within_captured`.
 */
export function moveMoney(db: Connection, { sourceId = null, ...movement }: NewMovement) {
  return insertStatement(db, { ...movement, ...moneyPostings[movement.kind], sourceId });
}

/** The same of a payment's own money. */
export function moveMoneyOf(
  db: Connection,
  { id: paymentId, provider, currency }: Pick<PaymentRow, "id" | "provider" | "currency">,
  movement: Pick<NewMovement, "kind" | "amount" | "sourceId" | "movedAt">,
) {
  return moveMoney(db, { provider, paymentId, currency, ...movement });
}
