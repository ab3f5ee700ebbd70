import { is } from "drizzle-orm";
import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import { LibSQLTransaction } from "drizzle-orm/libsql";
import type { Database } from "./client.ts";
import { isCausedBy, TransactionLost } from "./lost.ts";
import { retry } from "./retry.ts";

export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** What a service reads and writes through: the database, or the transaction it was called in. */
export type Connection = Database | Transaction;

export type Statement = BatchItem<"sqlite">;

/**
 * Runs `work` in one write transaction: the caller's when there is one, a new one otherwise.
 * New ones wait their turn, so that no two overlap. Do nothing in it that waits for the network, nor anything that
 * would be wrong if it were done twice: a transaction that a database server has lost is run again.
 */
export function transact<Context extends { db: Connection }, Result>(
  ctx: Context,
  work: (ctx: Context & { db: Transaction }) => Promise<Result>,
): Promise<Result> {
  const { db } = ctx;
  if (isTransaction(db)) return work({ ...ctx, db });
  return retry(
    () => db.transaction((tx) => work({ ...ctx, db: tx })),
    (error) => isCausedBy(error, TransactionLost),
  );
}

/** Runs `work` so that a failure of it takes back what it wrote, and nothing of what the caller's transaction did before. */
export function attempt<Context extends { db: Connection }, Result>(
  ctx: Context,
  work: (ctx: Context & { db: Transaction }) => Promise<Result>,
): Promise<Result> {
  const { db } = ctx;
  if (isTransaction(db)) return db.transaction((tx) => work({ ...ctx, db: tx })); // a savepoint
  return transact(ctx, work);
}

/**
 * Runs statements that are all known beforehand in one round trip to the database: reads see the same moment, writes
 * happen together or not at all. What must hold for the writes is guarded by a constraint; see `brokenConstraint`.
 */
export async function batch<Statements extends readonly Statement[] | readonly [Statement]>(
  ctx: { db: Connection },
  statements: (db: Connection) => Statements,
): Promise<BatchResponse<Statements>> {
  const { db } = ctx;
  const all: readonly Statement[] = statements(db);
  const results: unknown[] = [];
  if (isTransaction(db)) {
    for (const statement of all) results.push(await statement);
  } else {
    const [first, ...others] = all;
    if (first) results.push(...(await db.batch([first, ...others])));
  }
  // Sound: both give, one after the other, what awaiting each statement gives.
  return results as BatchResponse<Statements>;
}

export function isTransaction(db: Connection): db is Transaction {
  return is(db, LibSQLTransaction);
}
