import type { JWTVerifyGetKey } from "jose";
import { z } from "zod";
import type { Identity, IdentityProvider } from "../../core/ports.ts";
import { withDeadline } from "../deadline.ts";
import { fetchJson } from "../fetch-json.ts";
import { authorizationUrl, exchangeCode, type OAuthClient } from "./code-exchange.ts";

/** In milliseconds: how long what the issuer says of itself is taken for true. */
const discoveryLifetime = 60 * 60 * 1000;

/** In seconds: by how much the issuer's clock may differ. */
const clockTolerance = 30;

/** Those with a public key: a signature made with a shared secret proves nothing here. */
const algorithms = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split(" ");

const subject = z.string().min(1).max(255);
const claim = z.string().optional().catch(undefined);

/** What an id_token or the userinfo endpoint may say of a person (OpenID Connect Core 1.0, 5.1). */
const claims = z.object({
  sub: subject,
  email: claim,
  email_verified: z.unknown().optional(),
  given_name: claim,
  family_name: claim,
});

interface Issuer {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  userinfoEndpoint: string | undefined;
  keys: JWTVerifyGetKey;
}

interface OidcOptions extends OAuthClient {
  name: string;
  label: string;
  /** As the issuer writes itself, a slash at the end included. */
  issuer: string;
}

/** Anybody who speaks OpenID Connect: https://openid.net/specs/openid-connect-core-1_0.html */
export function createOidcProvider({ name, label, issuer, ...client }: OidcOptions): IdentityProvider {
  const issuerNow = keptFor(discoveryLifetime, () => discover(issuer));
  return {
    name,
    label,
    issuer,

    async begin(flow) {
      const { authorizationEndpoint } = await issuerNow();
      const url = await authorizationUrl(client, authorizationEndpoint, ["openid", "email", "profile"], flow);
      url.searchParams.set("nonce", flow.nonce);
      return url;
    },

    identify: (flow) =>
      withDeadline(async (signal) => {
        const { tokenEndpoint, userinfoEndpoint, keys } = await issuerNow();
        const { accessToken, idToken } = await exchangeCode(client, tokenEndpoint, flow);
        if (idToken === undefined) throw new Error("there is no id_token");
        const signed = await verify(idToken, keys, { issuer, ...client, ...flow });
        if (signed.email !== undefined || userinfoEndpoint === undefined) return toIdentity(signed);
        // An issuer may keep the rest of what it knows for whoever brings the access token (5.4).
        const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
        const told = await fetchJson(userinfoEndpoint, claims, { signal, headers });
        if (told.sub !== signed.sub) throw new Error("userinfo tells of somebody else");
        return toIdentity(told);
      }),
  };
}

/** What the id_token says, if the issuer signed it for this shop and this sign-in (3.1.3.7). */
async function verify(
  idToken: string,
  keys: JWTVerifyGetKey,
  { issuer, clientId, nonce }: { issuer: string; clientId: string; nonce: string },
) {
  const { jwtVerify } = await import("jose");
  const { payload } = await jwtVerify(idToken, keys, {
    issuer,
    audience: clientId,
    algorithms,
    clockTolerance,
    requiredClaims: ["sub", "exp", "iat"],
  });
  if (payload["nonce"] !== nonce) throw new Error("the id_token is of another sign-in");
  const party = payload["azp"];
  const isAlone = !Array.isArray(payload.aud) || payload.aud.length === 1;
  if (party === undefined ? !isAlone : party !== clientId)
    throw new Error("the id_token is for another party");
  return claims.parse(payload);
}

function toIdentity(told: z.infer<typeof claims>): Identity {
  return {
    subject: told.sub,
    email: told.email ?? null,
    emailVerified: told.email_verified === true,
    firstName: told.given_name ?? null,
    lastName: told.family_name ?? null,
  };
}

/** What the issuer says of itself: https://openid.net/specs/openid-connect-discovery-1_0.html */
async function discover(issuer: string): Promise<Issuer> {
  const secure = new URL(issuer).protocol === "https:";
  const endpoint = z.url({ protocol: secure ? /^https$/ : /^https?$/ });
  const document = z.object({
    issuer: z.literal(issuer),
    authorization_endpoint: endpoint,
    token_endpoint: endpoint,
    userinfo_endpoint: endpoint.optional(),
    jwks_uri: endpoint,
  });
  const { createRemoteJWKSet } = await import("jose");
  const at = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = await withDeadline((signal) => fetchJson(at, document, { signal }));
  return {
    authorizationEndpoint: found.authorization_endpoint,
    tokenEndpoint: found.token_endpoint,
    userinfoEndpoint: found.userinfo_endpoint,
    keys: createRemoteJWKSet(new URL(found.jwks_uri)),
  };
}

/** Loads something when it is first asked for, once for all who ask, and anew when it is old or could not be had. */
function keptFor<Value>(lifetime: number, load: () => Promise<Value>): () => Promise<Value> {
  let kept: { value: Promise<Value>; since: number } | undefined;
  return () => {
    if (kept && performance.now() - kept.since < lifetime) return kept.value;
    const loading = { value: load(), since: performance.now() };
    kept = loading;
    loading.value.catch(() => {
      if (kept === loading) kept = undefined;
    });
    return loading.value;
  };
}
