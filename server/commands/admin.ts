import type { ServiceContext } from "../core/context.ts";
import { StartError } from "../core/start-error.ts";
import { loadEnv } from "../env.ts";
import { credentialsInput } from "../modules/auth/schema.ts";
import { createOwner } from "../modules/auth/staff/create-owner.ts";
import { rebuildSearch } from "../modules/catalog/search/rebuild.ts";
import { type DeadLetter, listDeadLetters, retryDeadLetters } from "../modules/outbox/dead-letters.ts";
import { loadVatRates } from "../sample/load-vat-rates.ts";
import { openStore } from "../store.ts";
import { systemContext } from "../system-context.ts";
import { askNewPassword } from "./ask-secret.ts";
import { calledAs, readArguments } from "./command-line.ts";
import { verifyStore } from "./verify.ts";

const usage = `Usage: ${calledAs("admin")} create-owner EMAIL
       ${calledAs("admin")} list-dead-letters
       ${calledAs("admin")} retry-dead-letters
       ${calledAs("admin")} rebuild-search
       ${calledAs("admin")} load-tax-rates
       ${calledAs("admin")} verify

create-owner        makes an account one that may do everything, and opens it where there is none.
                    Asks for its new password, or reads it as a line from standard input;
                    whoever was signed in to it is signed out.
list-dead-letters   shows what was to be mailed or told and was given up after many failures.
retry-dead-letters  has all of that tried again, by the server once it runs.
rebuild-search      writes the search index anew from the catalogue, also while the server runs.
load-tax-rates      brings the VAT rates of the European Union's countries; those that have rates keep theirs.
verify              the same as ${calledAs("verify")}.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
The exit code is 0 when it is done, or all adds up, else 1.
`;

/** Answers what to print. */
type Command = () => Promise<string>;

export async function run(args: string[]): Promise<number> {
  const command = readArguments("admin", args, {}, chooseCommand);
  process.stdout.write(command ? await command() : usage);
  return 0;
}

function chooseCommand([name, ...words]: string[]): Command {
  const [email, ...others] = words;
  if (name === "create-owner") {
    if (email === undefined || others.length > 0) throw new StartError("Expected one e-mail address");
    return () => openOwner(email);
  }
  const command = plainCommands.get(name ?? "");
  if (!command) throw new StartError(name === undefined ? "Expected a command" : "There is no such command");
  if (words.length > 0) throw new StartError(`Expected nothing after ${name}`);
  return command;
}

/** Those that are asked for by their name alone. */
const plainCommands: ReadonlyMap<string, Command> = new Map([
  ["list-dead-letters", () => inStore(showDeadLetters)],
  ["retry-dead-letters", () => inStore(sendDeadLetters)],
  ["rebuild-search", () => inStore(rebuildIndex)],
  ["load-tax-rates", () => inStore(bringTaxRates)],
  ["verify", verifyStore],
]);

/** The person is asked before the store is opened. */
async function openOwner(typed: string): Promise<string> {
  const { email: emailInput, password: passwordInput } = credentialsInput.shape;
  const email = emailInput.safeParse(typed.trim());
  if (!email.success) throw new StartError("That is not an e-mail address");
  const password = passwordInput.safeParse(await askNewPassword());
  if (!password.success) {
    throw new StartError(`The password: ${password.error.issues.map(({ message }) => message).join("; ")}`);
  }
  return inStore(async (ctx) => {
    const owner = await createOwner(ctx, { email: email.data, password: password.data });
    return owner.opened
      ? `Opened an account for ${owner.email}, who is now an owner\n`
      : `${owner.email} is now an owner, with the new password and signed out everywhere\n`;
  });
}

async function showDeadLetters(ctx: ServiceContext): Promise<string> {
  const letters = await listDeadLetters(ctx);
  return letters.length === 0 ? "Nothing was given up\n" : letters.map(lineOf).join("");
}

function lineOf({ id, topic, subjectId, attempts, deadAt, lastError }: DeadLetter): string {
  const given = `given up ${deadAt?.toISOString()} after ${attempts} attempts: ${lastError}`;
  return `${id}  ${topic}  ${subjectId}  ${given}\n`;
}

async function sendDeadLetters(ctx: ServiceContext): Promise<string> {
  const count = await retryDeadLetters(ctx);
  return `${count} ${count === 1 ? "event" : "events"} to be tried again\n`;
}

async function rebuildIndex(ctx: ServiceContext): Promise<string> {
  return `The search index holds ${await rebuildSearch(ctx)} products\n`;
}

async function bringTaxRates(ctx: ServiceContext): Promise<string> {
  const count = await loadVatRates(ctx);
  return `Brought the tax rates of ${count} ${count === 1 ? "country" : "countries"}\n`;
}

async function inStore(work: (ctx: ServiceContext) => Promise<string>): Promise<string> {
  const { client, db } = await openStore(loadEnv());
  try {
    return await work(systemContext(db));
  } finally {
    client.close();
  }
}
