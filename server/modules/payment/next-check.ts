import type { ProviderPayment } from "../../core/payment-port.ts";

/** In milliseconds: a shopper who pays while no notice arrives waits so long at most. */
const soon = 60_000;

/** How often it is asked at that pace: for half an hour, in which shoppers pay. */
const soonChecks = 30;

/** In milliseconds: money that is on its way for days. */
const longest = 6 * 60 * 60 * 1000;

/** How often a provider is asked for the fees of what it captured, which it may know later than the money. */
const feeChecks = 12;

/** When a provider is to be asked again that was asked `checks` times since anything changed: each minute, then ever less often. */
export function nextCheck(checks: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(longest, soon * 2 ** Math.max(0, checks - soonChecks)));
}

/** Whether more is to come of a payment than its provider has told. */
export function isUnsettled(state: ProviderPayment, checks: number): boolean {
  if (state.refunds.some(({ status }) => status === "pending")) return true;
  if (state.disputes.some(({ status }) => status === "open")) return true;
  if (state.status === "canceled") return false;
  return state.status !== "captured" || (state.fees.length === 0 && checks < feeChecks);
}
