import type { ProviderPayment, ProviderRefund } from "../../core/payment-port.ts";
import { isOpen } from "./machine.ts";
import type { PaymentRow } from "./payments.ts";

/** In milliseconds: a shopper who pays while no notice arrives waits so long at most. */
const soon = 60_000;

/** In milliseconds: for how long a provider is asked at that pace, in which shoppers pay. */
const hurry = 30 * soon;

/** In milliseconds: money that is on its way for days. */
const longest = 6 * 60 * 60 * 1000;

/** In milliseconds: for how long a provider is asked for the fees of what it captured, which it may know later than the money. */
const feesAwaited = 12 * soon;

const day = 24 * 60 * 60 * 1000;

/** In milliseconds: so long buyers can have their bank take money back. */
const disputable = 120 * day;

/** What a provider tells of a payment, with the refunds that it does not know of yet. */
export interface Told extends Pick<ProviderPayment, "status" | "disputes" | "fees"> {
  refunds: readonly Pick<ProviderRefund, "status">[];
}

interface Times {
  /** When anything about the payment changed last: however often it is asked about, the pace is its age's. */
  changedAt: Date;
  now: Date;
}

/** When a provider is to be asked that is about to be paid, or did not answer. */
export function soonAfter(now: Date): Date {
  return after(soon, now);
}

/** When a provider is to be asked again that told nothing new: each minute at first, then ever less often. */
export function nextCheck({ changedAt, now }: Times): Date {
  const slower = now.getTime() - changedAt.getTime() - hurry;
  return after(Math.min(Math.max(soon, slower), longest), now);
}

/**
 * When a provider is to be asked about a payment again, by what it tells of it; null where nothing more can come. Money that
 * came is looked after as long as a bank may take it back: a lost notice is no lost dispute.
 */
export function checkAfter(told: Told, times: Times): Date | null {
  if (isUnsettled(told, times)) return nextCheck(times);
  return told.status === "captured" ? lookAfter(day, times) : null;
}

/**
 * The same where it told nothing: it refused to, or did not answer. Of what has ended here there is an end to asking, and of
 * what has ended before it was begun no hurry: a provider may answer to its key with the same failure for a day.
 */
export function checkAfterFailure(
  { status, reference, updatedAt: changedAt }: Pick<PaymentRow, "status" | "reference" | "updatedAt">,
  { isRefused, now }: { isRefused: boolean; now: Date },
): Date | null {
  const times = { changedAt, now };
  const isNothing = reference === null && !isOpen({ status });
  if (!isRefused) return isNothing ? lookAfter(soon, times) : soonAfter(now);
  if (isOpen({ status })) return nextCheck(times);
  return isNothing ? null : lookAfter(soon, times);
}

function isUnsettled({ status, refunds, disputes, fees }: Told, { changedAt, now }: Times): boolean {
  if (refunds.some((refund) => refund.status === "pending")) return true;
  if (disputes.some((dispute) => dispute.status === "open")) return true;
  if (status === "captured") {
    return fees.length === 0 && now.getTime() - changedAt.getTime() < feesAwaited;
  }
  return status !== "canceled";
}

/** At twice the age each time, until no bank can take it back. */
function lookAfter(least: number, { changedAt, now }: Times): Date | null {
  const age = now.getTime() - changedAt.getTime();
  return age < disputable ? after(Math.max(least, age), now) : null;
}

function after(milliseconds: number, now: Date): Date {
  return new Date(now.getTime() + milliseconds);
}
