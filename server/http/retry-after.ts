import type { TRPCError } from "@trpc/server";
import { AppError } from "../core/errors.ts";

/** How many seconds to wait before trying again, if any of a batch's calls says so: the longest. */
export function retryAfterOf(errors: readonly TRPCError[]): number | undefined {
  const waits = errors.flatMap(({ cause }) => {
    const wait = cause instanceof AppError && "retryAfter" in cause.data && cause.data.retryAfter;
    return typeof wait === "number" ? [wait] : [];
  });
  return waits.length > 0 ? Math.max(...waits) : undefined;
}
