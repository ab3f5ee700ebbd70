import type { Logger } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { internalError } from "../trpc/error-map.ts";
import { errorResponse, Refusal } from "./refusal.ts";

/** The answer to a request that was refused, or that failed for a reason nobody foresaw. */
export function failureResponse(error: unknown, requestId: string, logger: Logger): Response {
  if (error instanceof Refusal) return errorResponse(error.status, error.error);
  logFault(logger, { requestId }, error);
  return errorResponse(500, internalError(requestId));
}
