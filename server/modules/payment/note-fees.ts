import type { TransactionContext } from "../../core/context.ts";
import type { ProviderFee } from "../../core/payment-port.ts";
import { moveMoney } from "./move-money.ts";
import type { PaymentRow } from "./payments.ts";

/** Writes down what a provider keeps of a payment for its work, each fee once. */
export async function noteFees(
  { db, clock }: TransactionContext,
  { id: paymentId, provider }: Pick<PaymentRow, "id" | "provider">,
  fees: readonly ProviderFee[],
): Promise<void> {
  for (const { reference: sourceId, amount, currency } of fees) {
    if (amount === 0) continue;
    await moveMoney(db, {
      provider,
      paymentId,
      kind: amount > 0 ? "fee_charged" : "fee_returned",
      amount: Math.abs(amount),
      currency,
      sourceId,
      movedAt: clock.now(),
    });
  }
}
