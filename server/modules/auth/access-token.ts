import { importPKCS8, SignJWT } from "jose";
import type { CustomerContext } from "../../core/context.ts";
import { audit } from "./audit.ts";
import type { AccessToken } from "./schema.ts";
import { currentKey } from "./signing-keys.ts";

/** In seconds: short, since nobody can take such a token back. */
const lifetime = 10 * 60;

/**
 * A token by which a team's other services know the customer (RFC 7519, EdDSA): they verify it with the keys at
 * `/.well-known/jwks.json` and ask nobody. `audience` names the service that it is for.
 */
export async function mintAccessToken(
  ctx: CustomerContext,
  { audience }: { audience: string },
): Promise<AccessToken> {
  const { id, privateKey } = await currentKey(ctx);
  const issuedAt = Math.floor(ctx.clock.now().getTime() / 1000);
  const expiresAt = issuedAt + lifetime;
  const token = await new SignJWT(claimsOf(ctx))
    .setProtectedHeader({ alg: "EdDSA", kid: id, typ: "JWT" })
    .setIssuer(ctx.issuer)
    .setSubject(ctx.actor.customerId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(await importPKCS8(privateKey, "EdDSA"));
  await audit(ctx, "access-token-minted", ctx.actor.customerId, { audience });
  return { token, expiresAt: new Date(expiresAt * 1000) };
}

/** What the customer may do here, for services that hold to it. */
function claimsOf({ actor }: CustomerContext) {
  if (actor.type === "customer") return { role: "customer" };
  return { role: actor.role, permissions: [...actor.permissions].toSorted() };
}
