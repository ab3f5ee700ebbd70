import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

/** What the shop is known by at every test provider. */
export const oauthClient = { clientId: "the-shop", clientSecret: "a-secret-of-the-shop" };

/** Somebody with an account at the provider. */
export interface OidcAccount {
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  family_name?: string;
}

export interface TestOidcProvider {
  issuer: string;
  /** Opens an account and answers its id, with which a browser signs in: `x-account: ID`. */
  addAccount(account: OidcAccount): string;
  /** Changes what it says of an account. */
  changeAccount(id: string, account: OidcAccount): void;
  stop(): Promise<void>;
}

/** The header that stands for a person at the keyboard; without one they refuse. */
const accountHeader = "x-account";

let count = 0;

/** A real OpenID Connect provider on a port of its own, whose pages need no human. */
export async function startOidcProvider({ claimsInToken = false } = {}): Promise<TestOidcProvider> {
  const accounts = new Map<string, OidcAccount>();
  const server = createServer();
  const port = await listen(server);
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: oauthClient.clientId,
        client_secret: oauthClient.clientSecret,
        redirect_uris: ["http://shop.test/auth/oauth/oidc/callback"],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "first", alg: "RS256", use: "sig" }] },
    cookies: { keys: ["of no worth"] },
    pkce: { required: () => true },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["given_name", "family_name"],
    },
    conformIdTokenClaims: !claimsInToken,
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => {
      const account = accounts.get(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...account }) };
    },
    // Whoever signs in consents.
    async loadExistingGrant({ oidc: { client, session, provider: at } }) {
      if (!client || !session?.accountId) return undefined;
      const known = session.grantIdFor(client.clientId);
      if (known) return at.Grant.find(known);
      const grant = new at.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });

  const answer = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith("/interaction/")) return void answer(request, response);
    const accountId = request.headers[accountHeader];
    const result =
      typeof accountId === "string"
        ? { login: { accountId } }
        : { error: "access_denied", error_description: "<b>words of the provider</b>" };
    void provider.interactionFinished(request, response, result);
  });

  return {
    issuer,
    addAccount(account) {
      count += 1;
      const id = `person-${count}`;
      accounts.set(id, account);
      return id;
    },
    changeAccount: (id, account) => void accounts.set(id, account),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
