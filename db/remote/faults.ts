import { LibsqlError } from "@libsql/client";

/** What the server says of what it has taken back by itself, or has not begun since others hold the lock. */
const takenBack = new Set(["TRANSACTION_TIMEOUT", "STREAM_EXPIRED", "SQLITE_BUSY"]);

/** A proxy's word that the server is away. */
const awayStatuses = new Set([502, 503, 504]);

/** A server that was started anew does not know of the transactions before; one that has too much to do refuses more. */
const refusedStatuses = new Set([400, 429]);

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

function codeOf(error: unknown): string {
  return String(error instanceof Error && "code" in error ? error.code : "");
}

function statusOf(error: unknown): number {
  const { cause } = error instanceof LibsqlError ? error : {};
  return Number(cause instanceof Error && "status" in cause ? cause.status : 0);
}
