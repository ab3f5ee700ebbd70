/**
 * The kind of an error and its codes, such as `Error EENVELOPE 550`. Its message stays out: those of mail servers
 * repeat addresses, those of the database values.
 */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error ? error.code : undefined;
  const response = "responseCode" in error ? error.responseCode : undefined;
  // Errors that only wrap another, as Drizzle's do, have neither a name nor a code of their own.
  const saysNothing = error.name === "Error" && code === undefined;
  if (saysNothing && error.cause instanceof Error) return failureOf(error.cause);
  return [error.name, code, response].filter(isWord).join(" ");
}

function isWord(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value === "string" && /^\w{1,60}$/.test(value));
}
