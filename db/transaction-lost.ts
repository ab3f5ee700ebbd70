/** A transaction ended by itself before anything of it was kept: it may be run again as a whole. */
export class TransactionLost extends Error {
  override readonly name = "TransactionLost";

  constructor(cause: unknown) {
    super("The transaction was lost", { cause });
  }
}

/** Drizzle and those above it wrap what was thrown: looks behind that. */
export function isTransactionLost(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TransactionLost) return true;
  }
  return false;
}
