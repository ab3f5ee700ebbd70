import { signedInAs, type TransactionContext } from "../../core/context.ts";
import { audit } from "./audit.ts";
import { type CustomerRow, presentCustomer } from "./customers.ts";
import type { SessionKind, SignedIn } from "./schema.ts";
import { endSession, startSession } from "./sessions.ts";

/** A customer who has proved who they are, and the token of their session. */
export interface SignIn {
  customer: CustomerRow;
  token: string;
}

/**
 * Signs a customer in on the device that asks, always with a new session: one that was there before ends, so that
 * nobody can have planted it.
 */
export async function signIn(tx: TransactionContext, customer: CustomerRow): Promise<SignIn> {
  const before = signedInAs(tx.actor);
  if (before) await endSession(tx, before.sessionId);
  await audit(tx, "login", customer.id);
  return { customer, token: await startSession(tx, customer.id) };
}

/** Gives the token to what is to keep it: a browser gets it as a cookie, an app in the answer. */
export function handOver(
  ctx: { setSessionCookie(token: string): void },
  { customer, token }: SignIn,
  kind: SessionKind,
): SignedIn {
  return { customer: presentCustomer(customer), token: handOverToken(ctx, token, kind) };
}

/** The same of the token alone, where the answer tells of something else. */
export function handOverToken(
  ctx: { setSessionCookie(token: string): void },
  token: string,
  kind: SessionKind,
): string | null {
  if (kind === "cookie") ctx.setSessionCookie(token);
  return kind === "token" ? token : null;
}
