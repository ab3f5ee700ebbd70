import type { TokenPurpose } from "../../db/enums.ts";
import type { MailContent } from "../core/ports.ts";
import { findById } from "../modules/auth/customers.ts";
import { mintMailToken } from "../modules/auth/mail-tokens.ts";
import {
  alreadyRegisteredMail,
  type Carried,
  credentialsChangedMail,
  identityLinkedMail,
  passwordResetMail,
  verificationMail,
} from "../modules/email/account.ts";
import { linkTo } from "../modules/email/links.ts";
import type { CredentialChange } from "../modules/outbox/events.ts";
import type { JobContext } from "./context.ts";

interface OfCustomer {
  customerId: string;
}

/** Mails a new customer, or one who asks again, the token that verifies their address; none to a verified one. */
export async function sendVerification(ctx: JobContext, { customerId }: OfCustomer): Promise<void> {
  const customer = await findById(ctx, customerId);
  if (customer?.emailVerifiedAt !== null) return;
  await send(ctx, customer.email, verificationMail(await carry(ctx, customerId, "verify-email")));
}

export async function sendPasswordReset(ctx: JobContext, { customerId }: OfCustomer): Promise<void> {
  const customer = await findById(ctx, customerId);
  if (!customer) return;
  await send(ctx, customer.email, passwordResetMail(await carry(ctx, customerId, "reset-password")));
}

export async function sendAlreadyRegistered(ctx: JobContext, { customerId }: OfCustomer): Promise<void> {
  const customer = await findById(ctx, customerId);
  if (customer) await send(ctx, customer.email, alreadyRegisteredMail());
}

/** `provider` as its label says it. */
export async function sendIdentityLinked(
  ctx: JobContext,
  { customerId, provider }: OfCustomer & { provider: string },
): Promise<void> {
  const customer = await findById(ctx, customerId);
  if (customer) await send(ctx, customer.email, identityLinkedMail(provider));
}

/** Tells the owner of an account what now lets somebody in, so that they notice when it was not them. */
export async function sendCredentialsChanged(
  ctx: JobContext,
  { customerId, change }: OfCustomer & { change: CredentialChange },
): Promise<void> {
  const customer = await findById(ctx, customerId);
  if (customer) await send(ctx, customer.email, credentialsChangedMail(change));
}

async function carry(ctx: JobContext, customerId: string, purpose: TokenPurpose): Promise<Carried> {
  const token = await mintMailToken(ctx, customerId, purpose);
  return { token, link: linkTo(ctx.storefrontUrl, purpose, { token }) };
}

/** Each attempt makes a token of its own, and so a mail of its own. */
function send(ctx: JobContext, to: string, content: MailContent): Promise<void> {
  return ctx.mailer.send({ id: `account.${crypto.randomUUID()}`, to, ...content });
}
