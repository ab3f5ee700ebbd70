/** What of an unforeseen error may be logged: where it came from and the cause's own words. */
export interface Fault {
  name: string;
  message: string;
  /** Where it was thrown, without the message. */
  at: string[];
}

/** Drizzle's message holds the SQL and its parameters, which may be anybody's address: only its cause is told. */
export function describeFault(error: Error): Fault {
  let innermost = error;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  const frames = innermost.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return {
    name: innermost.name,
    message: innermost.message,
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}
