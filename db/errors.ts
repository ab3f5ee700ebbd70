import { LibsqlError } from "@libsql/client";

/**
 * The constraint that a failed write broke: a CHECK's name, `table.column` of a unique or not-null one (several by
 * comma), or `FOREIGN KEY`, of which SQLite says no more. Undefined when the error is of another kind.
 */
export function brokenConstraint(error: unknown): string | undefined {
  const failure = /(CHECK|UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (.+))?$/m.exec(
    libsqlError(error)?.message ?? "",
  );
  return failure?.[2] ?? failure?.[1];
}

/** Drizzle wraps what the driver threw, with the SQL and its parameters in the message: look behind it. */
function libsqlError(error: unknown): LibsqlError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof LibsqlError) return cause;
  }
  return undefined;
}
