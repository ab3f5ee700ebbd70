import pino from "pino";
import type { Logger } from "../core/ports.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Names under which a secret could come into a log line, at any of the first levels. */
const secretNames = ["authorization", "cookie", "password", "token", "accessToken", "authToken", "secret"];

/** JSON lines on standard output, with secrets struck out by name. */
export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: "[redacted]",
    },
  });
}
