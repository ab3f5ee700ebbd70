import type { ServiceContext } from "../../../core/context.ts";
import type { IdentityProvider, SignInFlow } from "../../../core/ports.ts";
import { countAddress } from "../limits.ts";
import { askProvider } from "./ask-provider.ts";
import { type IdentitySignIn, signInWithIdentity } from "./sign-in-with-identity.ts";

/** Signs the customer in whom the provider knows by the code. @throws ProviderFailed, RATE_LIMITED */
export async function finishSignIn(
  ctx: ServiceContext,
  provider: IdentityProvider,
  answer: SignInFlow & { code: string },
): Promise<IdentitySignIn> {
  await countAddress(ctx);
  const identity = await askProvider(() => provider.identify(answer));
  return signInWithIdentity(ctx, provider, identity);
}
