import type Stripe from "stripe";
import type { ProviderDispute } from "../../core/payment-port.ts";
import { fromStripeAmount } from "./amounts.ts";

/** An inquiry (`warning_…`) asks questions and holds nothing back. */
export function presentDispute({
  id,
  status,
  amount,
  currency,
  reason,
  evidence_details,
}: Stripe.Dispute): ProviderDispute {
  const dueBy = evidence_details.due_by;
  return {
    reference: id,
    status: disputeStatusOf(status),
    amount: status.startsWith("warning_") ? 0 : fromStripeAmount(amount, currency).amount,
    reason,
    dueBy: dueBy === null ? null : new Date(dueBy * 1000),
  };
}

function disputeStatusOf(status: string): ProviderDispute["status"] {
  if (status === "lost") return "lost";
  return ["won", "warning_closed", "prevented"].includes(status) ? "won" : "open";
}
