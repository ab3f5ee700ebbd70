import { AppError } from "../../core/errors.ts";
import { loadJudge } from "./judge.ts";
import { minPasswordLength } from "./schema.ts";

/** OWASP's second configuration for argon2id: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const parameters = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/**
 * How many guesses a password must take: beyond two common words, or a season and a year, which take 10 ** 8. Ten random
 * letters take a hundred times as many. So many slow hashes take one core a year.
 */
const requiredGuesses = 10 ** 9;

/** Hard to guess by any measure, and known to everybody: https://xkcd.com/936/ */
const famous = "correcthorsebatterystaple";

/** What of a password is judged: the rest can only make it stronger, and judging takes time. */
const judgedLength = 48;

/** Off the main thread. */
export function hashPassword(password: string): Promise<string> {
  return Bun.password.hash(asTyped(password), parameters);
}

interface Account {
  passwordHash: string | null;
}

/** The account, if that is its password. Takes as long for one that is not there, or has no password. */
export async function provedBy<Given extends Account>(
  password: string,
  account: Given | undefined,
): Promise<(Given & { passwordHash: string }) | undefined> {
  nobodysHash ??= hashPassword(crypto.randomUUID());
  const passwordHash = account?.passwordHash;
  const right = await Bun.password.verify(asTyped(password), passwordHash ?? (await nobodysHash));
  return right && account && typeof passwordHash === "string" ? { ...account, passwordHash } : undefined;
}

let nobodysHash: Promise<string> | undefined;

/** The same characters are the same password, however a keyboard composes them (NIST SP 800-63B, 5.1.1.2). */
function asTyped(password: string): string {
  return password.normalize("NFKC");
}

/** Whether the hash was made with other parameters than those of today. */
export function isOutdated(hash: string): boolean {
  const { memoryCost, timeCost } = parameters;
  return !hash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},`);
}

/** @throws BAD_REQUEST, naming `path`, for a password that is easy to guess or made of the e-mail address */
export async function assertStrong(password: string, email: string, path: string): Promise<void> {
  const refuse = (message: string) => new AppError("BAD_REQUEST", { issues: [{ path, message }] });
  const typed = asTyped(password); // what is hashed is what is judged
  if (typed.length < minPasswordLength) {
    throw refuse(`The password is shorter than ${minPasswordLength} characters`);
  }
  const [mailbox = email] = email.split("@");
  const lower = typed.toLowerCase();
  if (lower.includes(email) || (mailbox.length > 3 && lower.includes(mailbox))) {
    throw refuse("The password contains the e-mail address");
  }
  const judge = await loadJudge();
  const guesses = await judge(typed.slice(0, judgedLength), [email, mailbox]);
  if (guesses < requiredGuesses || lower.replace(/[^a-z]/g, "") === famous) {
    throw refuse("The password is easy to guess");
  }
}
