/** What the shop needs from outside of it; `infra` adapts libraries to these. */

export interface Clock {
  now(): Date;
}

/** Structured logging: fields first, then what happened in a few constant words. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
