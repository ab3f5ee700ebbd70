import type { TransactionContext } from "../../core/context.ts";
import { type Funds, fundMovements } from "./fund-movements.ts";
import { moveMoneyOf } from "./move-money.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * Brings what a payment has to what its provider says it has: the one way that money comes which a provider takes. The
 * payment is given as it is in the transaction, in the status that it has moved to.
 */
export async function settleFunds(
  { db, clock }: TransactionContext,
  payment: PaymentRow,
  told: Funds,
): Promise<void> {
  const movedAt = clock.now();
  for (const move of fundMovements(payment, told)) await moveMoneyOf(db, payment, { ...move, movedAt });
}
