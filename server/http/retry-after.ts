import type { TRPCError } from "@trpc/server";
import { AppError, type ErrorCode, type ErrorData } from "../core/errors.ts";

/** What an error says of when to try again, as headers. */
export function retryHeaders(data: ErrorData[ErrorCode]): { "retry-after"?: string } {
  return "retryAfter" in data ? { "retry-after": String(data.retryAfter) } : {};
}

/** The same of a batch's calls: the longest. */
export function retryHeadersOf(errors: readonly TRPCError[]): { "retry-after"?: string } {
  const waits = errors.flatMap(({ cause }) =>
    cause instanceof AppError && "retryAfter" in cause.data ? [cause.data.retryAfter] : [],
  );
  return waits.length > 0 ? retryHeaders({ retryAfter: Math.max(...waits) }) : {};
}
