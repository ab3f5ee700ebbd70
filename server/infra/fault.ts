import type { Logger } from "../core/ports.ts";

/**
 * Logs an error that nobody foresaw: the innermost cause's own words, since those around it repeat the SQL with its
 * values, which may be anybody's address. Where it was thrown is told to whoever asked for debugging.
 */
export function logFault(logger: Logger, fields: object, error: unknown): void {
  const cause = innermost(error);
  logger.error({ ...fields, fault: { name: cause.name, message: cause.message } }, "something failed");
  const frames = cause.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  logger.debug({ ...fields, at: frames.map((line) => line.trim()) }, "it was thrown here");
}

/** The error behind all that wrapped it. */
export function innermost(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause === undefined ? error : innermost(error.cause);
}
