import type Stripe from "stripe";
import type { PayoutEntry, ProviderPayout } from "../../core/payment-port.ts";
import { fromStripeAmount } from "./amounts.ts";

/** What was paid out to the bank since, with all that it is made of; what is on its way may still come back. */
export async function listPayouts(
  stripe: Stripe,
  since: Date,
  known: ReadonlySet<string>,
): Promise<ProviderPayout[]> {
  const payouts: ProviderPayout[] = [];
  const created = { gte: Math.floor(since.getTime() / 1000) };
  for await (const payout of stripe.payouts.list({ created, limit: 100 })) {
    if (payout.status !== "paid" || known.has(payout.id)) continue;
    payouts.push({
      reference: payout.id,
      ...fromStripeAmount(payout.amount, payout.currency),
      arrivesAt: new Date(payout.arrival_date * 1000),
      entries: await listEntries(stripe, payout.id),
    });
  }
  return payouts.reverse();
}

async function listEntries(stripe: Stripe, payout: string): Promise<PayoutEntry[]> {
  const entries: PayoutEntry[] = [];
  const query = { payout, limit: 100, expand: ["data.source"] };
  for await (const entry of stripe.balanceTransactions.list(query)) {
    if (entry.type !== "payout") entries.push(presentEntry(entry));
  }
  return entries;
}

function presentEntry(entry: Stripe.BalanceTransaction): PayoutEntry {
  const kind = kindOf(entry.reporting_category);
  return {
    source: sourceOf(entry, kind),
    payment: paymentOf(entry),
    kind,
    ...fromStripeAmount(entry.amount, entry.currency),
    fee: fromStripeAmount(entry.fee, entry.currency).amount,
  };
}

/** Source: https://docs.stripe.com/reports/reporting-categories */
function kindOf(category: string): PayoutEntry["kind"] {
  switch (category) {
    case "charge":
      return "captured";
    case "refund":
      return "refunded";
    case "refund_failure":
      return "refund_failed";
    case "dispute":
      return "disputed";
    case "dispute_reversal":
      return "dispute_won";
    default:
      return "other";
  }
}

/** A payment's entry is known by its intent, any other by the refund or the dispute that it is of. */
function sourceOf(entry: Stripe.BalanceTransaction, kind: PayoutEntry["kind"]): string {
  const { id, source } = entry;
  if (source === null) return id;
  const own = typeof source === "string" ? source : source.id;
  return kind === "captured" ? (paymentOf(entry) ?? own) : own;
}

function paymentOf({ source }: Stripe.BalanceTransaction): string | null {
  if (source === null || typeof source === "string" || !("payment_intent" in source)) return null;
  const intent = source.payment_intent;
  return typeof intent === "string" ? intent : (intent?.id ?? null);
}
