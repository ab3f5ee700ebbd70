import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import type { Identity } from "../../../core/ports.ts";
import { audit } from "../audit.ts";
import { type CustomerRow, maySignIn } from "../customers.ts";
import { startChallenge } from "../mfa/challenges.ts";
import { hasSecondFactor } from "../mfa/use-code.ts";
import { type SignIn, signIn } from "../sign-in.ts";
import { isStaff } from "../staff/is-staff.ts";
import { findByIdentity } from "./identities.ts";
import { type Found, type IdentityRefusal, linkByEmail, type Provider } from "./link-identity.ts";

export type IdentitySignIn = SignIn | { challengeId: string } | { refusal: IdentityRefusal };

/**
 * Signs in whom a provider vouches for: by the identity that was linked to an account before, or else by an e-mail
 * address that the provider has verified. A second factor is awaited as after a password.
 */
export function signInWithIdentity(
  ctx: ServiceContext,
  provider: Provider,
  identity: Identity,
): Promise<IdentitySignIn> {
  return transact(ctx, async (tx) => {
    const customer = await findByIdentity(tx, provider.issuer, identity.subject);
    const found = customer ? await checked(tx, customer) : await linkByEmail(tx, provider, identity);
    if (!("refusal" in found)) return admit(tx, found.customer);
    const { refusal, customer: refused } = found;
    await audit(tx, "login-failed", refused?.id ?? null, { provider: provider.name });
    return { refusal };
  });
}

/** Staff do not come in by a link, whoever made it. */
async function checked(tx: TransactionContext, customer: CustomerRow): Promise<Found> {
  const admitted = maySignIn(customer) && !(await isStaff(tx, customer.id));
  return admitted ? { customer } : { refusal: "account_refused", customer };
}

async function admit(tx: TransactionContext, customer: CustomerRow): Promise<IdentitySignIn> {
  if (!(await hasSecondFactor(tx, customer.id))) return signIn(tx, customer);
  return { challengeId: await startChallenge(tx, customer.id) };
}
