/** What a provider knows the shop by. */
export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

export interface Tokens {
  accessToken: string;
  /** Of OpenID Connect. */
  idToken: string | undefined;
}

/** The provider's page that asks the customer, with the proof that will be due for the code (PKCE, S256). */
export async function authorizationUrl(
  { clientId }: OAuthClient,
  endpoint: string,
  scopes: string[],
  { redirectUri, state, codeVerifier }: { redirectUri: string; state: string; codeVerifier: string },
): Promise<URL> {
  const { OAuth2Client, CodeChallengeMethod } = await import("arctic");
  const client = new OAuth2Client(clientId, null, redirectUri);
  const { S256 } = CodeChallengeMethod;
  return client.createAuthorizationURLWithPKCE(endpoint, state, S256, codeVerifier, scopes);
}

/** What the provider gives for the code. */
export async function exchangeCode(
  { clientId, clientSecret }: OAuthClient,
  endpoint: string,
  { redirectUri, code, codeVerifier }: { redirectUri: string; code: string; codeVerifier: string },
): Promise<Tokens> {
  const { OAuth2Client } = await import("arctic");
  const client = new OAuth2Client(clientId, clientSecret, redirectUri);
  const tokens = await client.validateAuthorizationCode(endpoint, code, codeVerifier);
  // GitHub says with status 200 that something is wrong.
  if ("error" in tokens.data)
    throw new Error(`the code was refused: ${String(tokens.data.error).slice(0, 100)}`);
  return {
    accessToken: tokens.accessToken(),
    idToken: "id_token" in tokens.data ? tokens.idToken() : undefined,
  };
}
