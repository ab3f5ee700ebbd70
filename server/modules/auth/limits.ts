import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Limit, Limiter } from "../../core/ports.ts";
import { hashSecret } from "./hash-secret.ts";
import { networkOf } from "./network.ts";

const quarterHour = 15 * 60;

/** Attempts from one network address, over all accounts. */
const perAddress: Limit = { name: "attempts-from-address", attempts: 100, seconds: quarterHour };

/** Guesses of one account's password from one address: nobody else's guesses keep its owner out. */
const guessesFromAddress: Limit = { name: "guesses-from-address", attempts: 10, seconds: quarterHour };

/** Guesses of one account's password from anywhere: more than any owner needs, fewer than a botnet wants. */
const guessesFromAnywhere: Limit = { name: "guesses-from-anywhere", attempts: 100, seconds: quarterHour };

/** The same by somebody who is signed in to it. */
const proofs: Limit = { name: "proofs", attempts: 10, seconds: quarterHour };

/** What makes mails to one address, or is asked for it. */
const mailsToAddress: Limit = { name: "mails-to-address", attempts: 5, seconds: 60 * 60 };

/** Guesses of the codes of one account's second factor: of a million codes, three are right at any time. */
const codesPerAccount: Limit = { name: "codes-of-account", attempts: 5, seconds: quarterHour };

/** The same for one challenge, whatever else its account's owner does. */
const codesPerChallenge: Limit = { name: "codes-of-challenge", attempts: 5, seconds: quarterHour };

/** Counts a guess at the password of an account that is named by its e-mail. @throws RATE_LIMITED */
export async function countGuess(ctx: ServiceContext, email: string): Promise<void> {
  await countAddress(ctx);
  await countAll(ctx.limiter, [
    [guessesFromAddress, fromHere(ctx, email)],
    [guessesFromAnywhere, keyOf(email)],
  ]);
}

/** Whoever got in was not guessing. */
export async function forgetGuesses(ctx: ServiceContext, email: string): Promise<void> {
  await ctx.limiter.forget(guessesFromAddress, fromHere(ctx, email));
}

/** Counts a password that a signed-in customer gives once more. @throws RATE_LIMITED */
export async function countProof({ limiter }: ServiceContext, customerId: string): Promise<void> {
  await countAll(limiter, [[proofs, customerId]]);
}

/** Counts what may send a mail to an address. @throws RATE_LIMITED */
export async function countMail(ctx: ServiceContext, email: string): Promise<void> {
  await countAddress(ctx);
  await countAll(ctx.limiter, [[mailsToAddress, keyOf(email)]]);
}

/** Counts an attempt of any kind; what follows is not counted against anybody else once there were too many. @throws RATE_LIMITED */
export async function countAddress({ limiter, source }: ServiceContext): Promise<void> {
  await countAll(limiter, [[perAddress, networkOf(source.address)]]);
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

function fromHere({ source }: ServiceContext, email: string): string {
  return `${networkOf(source.address)} ${keyOf(email)}`;
}

/** What an e-mail address is counted by: as short for every one, and not to be read where the counts are kept. */
function keyOf(email: string): string {
  return hashSecret(email);
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
