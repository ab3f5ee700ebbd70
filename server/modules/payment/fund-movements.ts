import type { MoneyMovementKind } from "../../../db/enums.ts";
import type { PaymentRow } from "./payments.ts";

interface Move {
  kind: MoneyMovementKind;
  amount: number;
}

/** What its provider has of a payment, in minor units. */
export interface Funds {
  /** In all, ever. */
  captured: number;
  /** Of what was authorized, what can still be captured. */
  capturable: number;
}

/**
 * The movements that bring a payment to what its provider has. What was captured is never captured less, and no more is
 * held than was not captured yet: what was heard late takes nothing back. What is authorized no more is let go by a trigger.
 */
export function fundMovements(
  payment: Pick<PaymentRow, "status" | "amount" | "authorizedAmount" | "capturedAmount">,
  told: Funds,
): Move[] {
  const { status, amount, authorizedAmount, capturedAmount } = payment;
  const captured = Math.max(told.captured, capturedAmount);
  const held = status === "authorized" ? Math.min(told.capturable, amount - captured) : authorizedAmount;
  const moves: Move[] = [
    { kind: "authorized", amount: held - authorizedAmount },
    { kind: "released", amount: authorizedAmount - held },
    { kind: "captured", amount: captured - capturedAmount },
  ];
  return moves.filter((move) => move.amount > 0);
}
