import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Limit, Limiter } from "../../core/ports.ts";

const quarterHour = 15 * 60;

/** Guesses of one account's password. */
const perAccount: Limit = { name: "password-of-account", attempts: 10, seconds: quarterHour };

/** Attempts from one address, over all accounts. */
const perAddress: Limit = { name: "passwords-from-address", attempts: 100, seconds: quarterHour };

/** Guesses of the codes of one account's second factor: of a million codes, three are right at any time. */
const codesPerAccount: Limit = { name: "codes-of-account", attempts: 5, seconds: quarterHour };

/** The same for one challenge, whatever else its account's owner does. */
const codesPerChallenge: Limit = { name: "codes-of-challenge", attempts: 5, seconds: quarterHour };

/** Counts an attempt to prove who one is. @throws RATE_LIMITED */
export async function countAttempt({ limiter, source }: ServiceContext, account: string): Promise<void> {
  await countAll(limiter, [
    [perAccount, account],
    [perAddress, source.address],
  ]);
}

/** Whoever got in was not guessing. */
export async function forgetAttempts({ limiter }: ServiceContext, account: string): Promise<void> {
  await limiter.forget(perAccount, account);
}

/** Counts a code that a customer sends, in answer to a challenge if one is named. @throws RATE_LIMITED */
export async function countCode(
  { limiter }: ServiceContext,
  customerId: string,
  challenge: string | null = null,
): Promise<void> {
  await countAll(limiter, [
    [codesPerAccount, customerId],
    [codesPerChallenge, challenge],
  ]);
}

/** Whoever had a right code was not guessing. */
export async function forgetCodes({ limiter }: ServiceContext, customerId: string): Promise<void> {
  await limiter.forget(codesPerAccount, customerId);
}

/** Counts what has a key. */
async function countAll(
  limiter: Limiter,
  counts: readonly (readonly [Limit, string | null])[],
): Promise<void> {
  const waits = await Promise.all(
    counts.map(([limit, key]) => (key === null ? undefined : limiter.count(limit, key))),
  );
  const retryAfter = Math.max(...waits.map((wait) => wait ?? 0));
  if (retryAfter > 0) throw new AppError("RATE_LIMITED", { retryAfter });
}
