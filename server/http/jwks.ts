import { type Deps, serviceContext } from "../deps.ts";
import { publicKeys } from "../modules/auth/signing-keys.ts";

/** The public keys of access tokens, for the services that verify them (RFC 7517). */
export async function jwks(deps: Deps): Promise<Response> {
  const keys = await publicKeys(serviceContext(deps));
  return Response.json({ keys }, { headers: { "cache-control": "public, max-age=300" } });
}
