import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Limit } from "../../core/ports.ts";

const quarterHour = 15 * 60;

/** Guesses of one account's password. */
const perAccount: Limit = { name: "password-of-account", attempts: 10, seconds: quarterHour };

/** Attempts from one address, over all accounts. */
const perAddress: Limit = { name: "passwords-from-address", attempts: 100, seconds: quarterHour };

/** Counts an attempt to prove who one is. @throws RATE_LIMITED */
export async function countAttempt({ limiter, source }: ServiceContext, account: string): Promise<void> {
  const waits = await Promise.all([
    limiter.count(perAccount, account),
    source.address === null ? undefined : limiter.count(perAddress, source.address),
  ]);
  const retryAfter = Math.max(...waits.map((wait) => wait ?? 0));
  if (retryAfter > 0) throw new AppError("RATE_LIMITED", { retryAfter });
}

/** Whoever got in was not guessing. */
export async function forgetAttempts({ limiter }: ServiceContext, account: string): Promise<void> {
  await limiter.forget(perAccount, account);
}
