import { type InStatement, LibsqlError, type ResultSet, type TransactionMode } from "@libsql/client";
import { type BatchResult, type Condition, type Step, toError, toResultSet, toStep } from "./hrana.ts";
import { Refusal } from "./refusal.ts";
import type { Stream } from "./stream.ts";

/** How a transaction of each kind begins. */
export const beginnings: Record<TransactionMode, string> = {
  write: "BEGIN IMMEDIATE",
  read: "BEGIN TRANSACTION READONLY",
  deferred: "BEGIN DEFERRED",
};

const succeeded = (step: number): Condition => ({ type: "ok", step });
const not = (cond: Condition): Condition => ({ type: "not", cond });
const inTransaction = not({ type: "is_autocommit" });

/** Takes back what is open unless that step did what it should. */
export const rollbackUnless = (step: number): Step => toStep("ROLLBACK", inTransaction, not(succeeded(step)));

export async function runAlone(stream: Stream, statement: InStatement): Promise<ResultSet> {
  const [result] = resultsOf(await stream.run([toStep(statement)]), 1);
  // Sound: there is one of each statement.
  return result as ResultSet;
}

/** Runs statements in one round trip, in a transaction of their own: all of them or none. */
export async function runTogether(
  stream: Stream,
  statements: readonly InStatement[],
  mode: TransactionMode,
): Promise<ResultSet[]> {
  const steps = stepsOf([...statements, "COMMIT"], beginnings[mode]);
  const results = resultsOf(await stream.run([...steps, rollbackUnless(steps.length - 1)]), steps.length);
  return results.slice(1, -1);
}

/** As `runTogether`, on a stream that checks no foreign keys from then on, so that tables can be rebuilt. */
export async function runUnchecked(stream: Stream, statements: readonly InStatement[]): Promise<ResultSet[]> {
  await runAlone(stream, "PRAGMA foreign_keys = OFF");
  return runTogether(stream, statements, "write");
}

/**
 * Statements in a transaction, which `beginning` begins or which is open: each only if the one before it did what it should,
 * and none outside of it. The server takes a transaction back when others want the lock, SQLite when the disk is full.
 */
export function stepsOf(statements: readonly InStatement[], beginning?: string): Step[] {
  const first = beginning === undefined ? [] : [toStep(beginning)];
  const others = statements.map((statement, index) => {
    const before = first.length + index - 1;
    return toStep(statement, inTransaction, ...(before >= 0 ? [succeeded(before)] : []));
  });
  return [...first, ...others];
}

/** Of the first so many steps. @throws LibsqlError of the first of them that failed, Refusal of an answer that says nothing of some */
export function resultsOf({ step_results, step_errors }: BatchResult, count: number): ResultSet[] {
  const fault = step_errors.slice(0, count).find((each) => each !== null);
  if (fault) throw toError(fault);
  if (step_results.length < count) throw new Refusal("The database server answered something else");
  return step_results.slice(0, count).map((result) => {
    if (!result) throw new LibsqlError("The transaction is closed", "TRANSACTION_CLOSED");
    return toResultSet(result);
  });
}
