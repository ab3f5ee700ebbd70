import type { ProviderPayment } from "../../core/payment-port.ts";

/** In milliseconds: a shopper who pays while no notice arrives waits so long at most. */
const soon = 60_000;

/** How often it is asked at that pace: for half an hour, in which shoppers pay. */
const soonChecks = 30;

/** In milliseconds: money that is on its way for days. */
const longest = 6 * 60 * 60 * 1000;

/** How often a provider is asked for the fees of what it captured, which it may know later than the money. */
const feeChecks = 12;

const day = 24 * 60 * 60 * 1000;

/** In milliseconds: so long buyers can have their bank take money back. */
const disputable = 120 * day;

/** When a provider is to be asked again that was asked `checks` times since anything changed: each minute, then ever less often. */
export function nextCheck(checks: number, now: Date): Date {
  return after(Math.min(longest, soon * 2 ** Math.max(0, checks - soonChecks)), now);
}

/**
 * When a provider is to be asked about a payment again, by what it tells of it; null where nothing more can come. Money that
 * came is looked after as long as a bank may take it back, at twice the age each time: a lost notice is no lost dispute.
 */
export function checkAfter(
  told: ProviderPayment,
  { checks, changedAt, now }: { checks: number; changedAt: Date; now: Date },
): Date | null {
  if (isUnsettled(told, checks)) return nextCheck(checks, now);
  const age = now.getTime() - changedAt.getTime();
  return told.status === "captured" && age < disputable ? after(Math.max(day, age), now) : null;
}

function isUnsettled({ status, refunds, disputes, fees }: ProviderPayment, checks: number): boolean {
  if (refunds.some((refund) => refund.status === "pending")) return true;
  if (disputes.some((dispute) => dispute.status === "open")) return true;
  if (status === "captured") return fees.length === 0 && checks < feeChecks;
  return status !== "canceled";
}

function after(milliseconds: number, now: Date): Date {
  return new Date(now.getTime() + milliseconds);
}
