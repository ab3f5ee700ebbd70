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

/** Counts attempts, so that guessing takes too long. */
export interface Limiter {
  /** Counts one attempt. Answers the seconds to wait when there were too many; undefined when it may go on. */
  count(limit: Limit, key: string): Promise<number | undefined>;
  /** Forgets the attempts of a key. */
  forget(limit: Limit, key: string): Promise<void>;
}

/** So many attempts in so many seconds. */
export interface Limit {
  name: string;
  attempts: number;
  seconds: number;
}

/** What a mail says. */
export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

export interface Mail extends MailContent {
  /** One address. */
  to: string;
  /** Of the mail, not of the attempt: whoever gets it twice can tell. Letters, digits, `.`, `-` and `_`. */
  id: string;
}

export interface Mailer {
  /** Resolves when somebody else has taken charge of the mail. */
  send(mail: Mail): Promise<void>;
}
