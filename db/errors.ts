import { LibsqlError } from "@libsql/client";

/**
 * The constraint that a failed write broke: a CHECK's name, or `table.column` of a unique, not-null or foreign key.
 * Undefined when the error is of another kind.
 */
export function brokenConstraint(error: unknown): string | undefined {
  const message = libsqlError(error)?.message;
  return message?.match(/(?:CHECK|UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (.+?))?$/m)?.[1];
}

/** Drizzle wraps what the driver threw, with the SQL and its parameters in the message: look behind it. */
function libsqlError(error: unknown): LibsqlError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof LibsqlError) return cause;
  }
  return undefined;
}
