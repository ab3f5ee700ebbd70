import type { PaymentStatus, RefundStatus } from "../../../db/enums.ts";
import type { Transitions } from "../../core/transitions.ts";

/**
 * What may become of an attempt to be paid. Money that was no longer waited for may come all the same, and a shopper whose
 * card was declined may take another for the same attempt.
 */
export const paymentTransitions = {
  pending: ["processing", "authorized", "captured", "failed", "canceled"],
  processing: ["pending", "authorized", "captured", "failed", "canceled"],
  authorized: ["captured", "failed", "canceled"],
  captured: [],
  failed: ["pending", "processing", "authorized", "captured", "canceled"],
  canceled: ["captured"],
} as const satisfies Transitions<PaymentStatus>;

/** What was given may fail days later: an account that is closed sends it back. */
export const refundTransitions = {
  pending: ["succeeded", "failed"],
  succeeded: ["failed"],
  failed: [],
} as const satisfies Transitions<RefundStatus>;

/** Those of an attempt that is waited for; an order has at most one. */
export const liveStatuses = ["pending", "processing", "authorized"] as const satisfies PaymentStatus[];

/** Those of an attempt by which money may still come as it was meant to. */
export const openStatuses = [...liveStatuses, "failed"] as const satisfies PaymentStatus[];

export function isLive({ status }: { status: PaymentStatus }): boolean {
  return liveStatuses.some((live) => live === status);
}

export function isOpen({ status }: { status: PaymentStatus }): boolean {
  return openStatuses.some((open) => open === status);
}

/** Whether its shopper has still to do something: nothing is on its way. */
export function isUnpaid({ status }: { status: PaymentStatus }): boolean {
  return status === "pending" || status === "failed";
}
