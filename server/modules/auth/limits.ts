import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Limit } from "../../core/ports.ts";
import { auditOnce } from "./audit.ts";
import { findByEmail } from "./customers.ts";
import { hashSecret } from "./hash-secret.ts";
import { networkOf } from "./network.ts";

const quarterHour = 15 * 60;
const hour = 60 * 60;

/** Attempts from one network address, over all accounts. */
const perAddress: Limit = { name: "attempts-from-address", attempts: 100, seconds: quarterHour };

/** Guesses of one account's password from one address: nobody else's guesses keep its owner out. */
const guessesFromAddress: Limit = { name: "guesses-from-address", attempts: 10, seconds: quarterHour };

/**
 * Guesses of one account's password from anywhere. Whoever reaches it keeps the owner out too, since nothing that is
 * kept tells, at little cost, from where the owner came before: so it takes a hundred networks to reach.
 */
const guessesFromAnywhere: Limit = { name: "guesses-from-anywhere", attempts: 1_000, seconds: quarterHour };

/** The same by somebody who is signed in to it. */
const proofs: Limit = { name: "proofs", attempts: 10, seconds: quarterHour };

/** What makes mails to one mailbox, or is asked for it, from one network address: whoever asks is told. */
const mailsFromAddress: Limit = { name: "mails-from-address", attempts: 5, seconds: hour };

/** The same from anywhere: beyond it nothing is sent, and nobody is told. */
const mailsToMailbox: Limit = { name: "mails-to-mailbox", attempts: 20, seconds: hour };

/** Guesses of the codes of one account's second factor: of a million codes, three are right at any time. */
const codesPerAccount: Limit = { name: "codes-of-account", attempts: 5, seconds: quarterHour };

/** The same for one challenge, whatever else its account's owner does. */
const codesPerChallenge: Limit = { name: "codes-of-challenge", attempts: 5, seconds: quarterHour };

/** Codes of promotions that nobody knows, from one network address: whoever reaches it may try no code for a while. */
const unknownCodes: Limit = { name: "unknown-codes", attempts: 20, seconds: quarterHour };

/** What is counted, by its key, and whose account it is about: by its id, or by the e-mail that was typed. */
interface Attempt {
  limit: Limit;
  key: string;
  customerId?: string;
  email?: string;
}

/**
 * Counts a guess at the password of an account that is named by its e-mail; the address that it comes from is counted
 * before. What the nearer limit refuses does not count for the account: else one address could keep everybody out.
 * @throws RATE_LIMITED
 */
export async function countGuess(ctx: ServiceContext, email: string): Promise<void> {
  await count(ctx, { limit: guessesFromAddress, key: fromHere(ctx, email), email });
  await count(ctx, { limit: guessesFromAnywhere, key: keyOf(email), email });
}

/** Whoever got in was not guessing. */
export async function forgetGuesses(ctx: ServiceContext, email: string): Promise<void> {
  await ctx.limiter.forget(guessesFromAddress, fromHere(ctx, email));
}

/** Counts a password that a signed-in customer gives once more. @throws RATE_LIMITED */
export async function countProof(ctx: ServiceContext, customerId: string): Promise<void> {
  await count(ctx, { limit: proofs, key: customerId, customerId });
}

/**
 * Counts what may send a mail to an address, and answers whether it may. Whoever asks is refused for what they asked
 * themselves; what others asked neither shows nor keeps the mailbox's owner from an answer. @throws RATE_LIMITED
 */
export async function countMail(ctx: ServiceContext, email: string): Promise<boolean> {
  await countAddress(ctx);
  await count(ctx, { limit: mailsFromAddress, key: fromHere(ctx, email), email });
  return (await waitOf(ctx, { limit: mailsToMailbox, key: keyOf(email), email })) === undefined;
}

/** Counts an attempt of any kind; what follows is not counted against anybody else once there were too many. @throws RATE_LIMITED */
export async function countAddress(ctx: ServiceContext): Promise<void> {
  const network = networkOf(ctx.source.address);
  if (network !== null) await count(ctx, { limit: perAddress, key: network });
}

/** Counts a code that a customer sends, in answer to a challenge if one is named. @throws RATE_LIMITED */
export async function countCode(
  ctx: ServiceContext,
  customerId: string,
  challenge: string | null = null,
): Promise<void> {
  if (challenge !== null) await count(ctx, { limit: codesPerChallenge, key: challenge, customerId });
  await count(ctx, { limit: codesPerAccount, key: customerId, customerId });
}

/** Whoever had a right code was not guessing. */
export async function forgetCodes({ limiter }: ServiceContext, customerId: string): Promise<void> {
  await limiter.forget(codesPerAccount, customerId);
}

/** @throws RATE_LIMITED where too many unknown codes came from */
export async function assertMayGuessCode(ctx: ServiceContext): Promise<void> {
  const network = networkOf(ctx.source.address);
  if (network === null) return;
  const retryAfter = await ctx.limiter.wait(unknownCodes, network);
  if (retryAfter !== undefined) throw new AppError("RATE_LIMITED", { retryAfter });
}

/** Counts a code of a promotion that nobody knows. */
export async function countUnknownCode(ctx: ServiceContext): Promise<void> {
  const network = networkOf(ctx.source.address);
  if (network !== null) await ctx.limiter.count(unknownCodes, network);
}

function fromHere({ source }: ServiceContext, email: string): string {
  return `${networkOf(source.address)} ${keyOf(email)}`;
}

/** What an e-mail address is counted by: as short for every one, and not to be read where the counts are kept. */
function keyOf(email: string): string {
  return hashSecret(email);
}

async function count(ctx: ServiceContext, attempt: Attempt): Promise<void> {
  const retryAfter = await waitOf(ctx, attempt);
  if (retryAfter !== undefined) throw new AppError("RATE_LIMITED", { retryAfter });
}

/** Counts, and answers the seconds to wait when there were too many: the first of them is written down. */
async function waitOf(ctx: ServiceContext, attempt: Attempt): Promise<number | undefined> {
  const { limit, key, customerId, email } = attempt;
  const wait = await ctx.limiter.count(limit, key);
  if (wait === undefined) return undefined;
  const subjectId = customerId ?? (email === undefined ? undefined : (await findByEmail(ctx, email))?.id);
  const once = { name: limit.name, key, seconds: limit.seconds };
  await auditOnce(ctx, once, "rate-limited", subjectId ?? null, { limit: limit.name });
  return wait;
}
