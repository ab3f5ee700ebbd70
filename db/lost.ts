/** A transaction ended by itself before anything of it was kept: it may be run again as a whole. */
export class TransactionLost extends Error {
  override readonly name = "TransactionLost";

  constructor(cause: unknown) {
    super("The transaction was lost", { cause });
  }
}

/** The connection was lost before the answer to a write came: it may be there, or may come to be there still. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";

  constructor(cause: unknown) {
    super("Whether it was written is not known", { cause });
  }
}

/** Whether that is behind an error: Drizzle and those above it wrap what was thrown. */
export function isCausedBy(error: unknown, kind: typeof TransactionLost | typeof OutcomeUnknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof kind) return true;
  }
  return false;
}
