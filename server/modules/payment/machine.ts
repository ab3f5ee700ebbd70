import type { PaymentStatus } from "../../../db/enums.ts";
import type { Transitions } from "../../core/transitions.ts";

/**
 * What may become of an attempt to be paid. Money that was no longer waited for may come all the same, and a shopper whose
 * card was declined may take another for the same attempt.
 */
export const paymentTransitions = {
  pending: ["processing", "authorized", "captured", "failed", "canceled"],
  processing: ["authorized", "captured", "failed", "canceled"],
  authorized: ["captured", "failed", "canceled"],
  captured: [],
  failed: ["pending", "processing", "authorized", "captured", "canceled"],
  canceled: ["captured"],
} as const satisfies Transitions<PaymentStatus>;

/** Those of an attempt that is waited for; an order has at most one. */
export const liveStatuses = ["pending", "processing", "authorized"] as const satisfies PaymentStatus[];

export function isLive({ status }: { status: PaymentStatus }): boolean {
  return liveStatuses.some((live) => live === status);
}
