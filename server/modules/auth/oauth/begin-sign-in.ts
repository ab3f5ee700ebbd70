import type { ServiceContext } from "../../../core/context.ts";
import { randomToken } from "../../../core/ids.ts";
import type { IdentityProvider } from "../../../core/ports.ts";
import { countAddress } from "../limits.ts";
import { askProvider } from "./ask-provider.ts";

/** What the browser keeps while its customer is at the provider, and nobody else may know. */
export interface FlowSecrets {
  state: string;
  codeVerifier: string;
  nonce: string;
}

/** Where the provider asks the customer who they are. @throws ProviderFailed, RATE_LIMITED */
export async function beginSignIn(
  ctx: ServiceContext,
  provider: IdentityProvider,
  redirectUri: string,
): Promise<{ url: URL; secrets: FlowSecrets }> {
  await countAddress(ctx);
  const secrets = {
    state: randomToken(),
    codeVerifier: `${randomToken()}${randomToken()}`, // PKCE asks for 43 characters or more
    nonce: randomToken(),
  };
  return { url: await askProvider(() => provider.begin({ ...secrets, redirectUri })), secrets };
}
