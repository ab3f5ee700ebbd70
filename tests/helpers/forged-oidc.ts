import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { oauthClient } from "./oidc.ts";

export interface ForgedOidc {
  issuer: string;
  /** The key that it publishes. */
  key: CryptoKey;
  publicKey: CryptoKey;
  /** What its next id_token is. */
  idToken: string;
  /** What its userinfo endpoint says. */
  userinfo: object;
  /** What its discovery document says otherwise. */
  document: object;
  /** How often that was read. */
  discovered: number;
  stop(): Promise<void>;
}

/** A provider that says whatever a test has it say, whoever asks. */
export async function startForgedOidc(): Promise<ForgedOidc> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "first", alg: "RS256", use: "sig" }];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/jwks") return Response.json({ keys });
      if (pathname === "/userinfo") return Response.json(forged.userinfo);
      if (pathname === "/token") {
        return Response.json({ access_token: "any", token_type: "Bearer", id_token: forged.idToken });
      }
      if (pathname !== "/.well-known/openid-configuration") return new Response(null, { status: 404 });
      forged.discovered += 1;
      return Response.json({
        issuer: forged.issuer,
        authorization_endpoint: `${forged.issuer}/authorize`,
        token_endpoint: `${forged.issuer}/token`,
        userinfo_endpoint: `${forged.issuer}/userinfo`,
        jwks_uri: `${forged.issuer}/jwks`,
        ...forged.document,
      });
    },
  });
  const forged: ForgedOidc = {
    issuer: `http://127.0.0.1:${server.port}`,
    key: privateKey,
    publicKey,
    idToken: "",
    userinfo: {},
    document: {},
    discovered: 0,
    stop: () => server.stop(true),
  };
  return forged;
}

/** The claims of an id_token that is right, for the sign-in with that nonce. */
export function rightClaims({ issuer }: ForgedOidc, nonce: string) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    aud: oauthClient.clientId,
    sub: "somebody",
    iat: now,
    exp: now + 60,
    nonce,
    email: "ada@example.com",
    email_verified: true,
  };
}

export function signed(claims: object, key: CryptoKey | Uint8Array, alg = "RS256"): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: "first" }).sign(key);
}
