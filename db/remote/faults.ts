import { LibsqlError } from "@libsql/client";
import { TransactionLost } from "../lost.ts";
import { Refusal } from "./refusal.ts";

/** What was taken back by the server itself, has not begun since others hold the lock, or was not run as nothing was open. */
const takenBack = new Set(["TRANSACTION_TIMEOUT", "TRANSACTION_CLOSED", "STREAM_EXPIRED", "SQLITE_BUSY"]);

/** A proxy's word that the server is away. */
const awayStatuses = new Set([502, 503, 504]);

/** A server that was started anew does not know the streams from before (sqld 400, Turso 404 or 410); too much to do is 429. */
const refusedStatuses = new Set([400, 404, 410, 429]);

/** Whether nothing was done and nothing will be: the server has not heard of it, or says that it took it back. */
export function wasNotDone(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ECONNREFUSED" || takenBack.has(code) || refusedStatuses.has(statusOf(error));
}

/** Whether the connection was lost on the way: what was asked may have been done, or be done still. */
export function wasCutOff(error: unknown): boolean {
  return codeOf(error) === "ECONNRESET" || awayStatuses.has(statusOf(error));
}

/** Whether it is the database's answer to a statement, after which a transaction goes on. */
export function wasAnswered(error: unknown): boolean {
  return codeOf(error).startsWith("SQL") && !wasNotDone(error);
}

/**
 * Whether the server may know none of the streams from before. Not where it has answered on one, nor where there are too
 * many: each that is forgotten, it counts for as long as it keeps it.
 */
export function mayBeUnknown(error: unknown): boolean {
  if (error instanceof TransactionLost) return mayBeUnknown(error.cause);
  return !(error instanceof LibsqlError) && statusOf(error) !== 429;
}

function codeOf(error: unknown): string {
  return String(error instanceof Error && "code" in error ? error.code : "");
}

function statusOf(error: unknown): number {
  return error instanceof Refusal ? error.status : 0;
}
