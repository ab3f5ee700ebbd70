import type { RefundStatus } from "../../../db/enums.ts";
import { refundTransitions } from "./machine.ts";
import type { RefundRow } from "./write-refund.ts";

/**
 * What a refund becomes by its provider's word: what failed there stays so, however late an older word comes. What was
 * taken to have failed, and its provider never said so, follows whatever is said.
 */
export function decideRefund(
  { status, reference }: Pick<RefundRow, "status" | "reference">,
  told: RefundStatus,
): RefundStatus {
  const isOurGuess = status === "failed" && reference === null;
  const leadsTo: readonly RefundStatus[] = refundTransitions[isOurGuess ? "pending" : status];
  return isOurGuess || leadsTo.includes(told) ? told : status;
}
