import type { Actor, ServiceContext } from "../core/context.ts";
import { findApiKey, isApiKey } from "../modules/auth/api-keys.ts";
import { findSession } from "../modules/auth/sessions.ts";

const nobody = { actor: { type: "anonymous" }, renewed: false } as const;

/** What a request says of who is asking: the first decides where both are there. */
export interface Tokens {
  bearer: string | undefined;
  cookie: string | undefined;
}

/**
 * Who a request's token stands for: nobody for one that has ended, was forged or is not there. API keys are for
 * servers: a browser, which sends its cookie wherever a page sends it, cannot carry one.
 * `renewed` when a session's time has just started anew.
 */
export async function actorOf(
  ctx: ServiceContext,
  { bearer, cookie }: Tokens,
): Promise<{ actor: Actor; renewed: boolean }> {
  if (bearer !== undefined && isApiKey(bearer)) {
    return { ...nobody, actor: (await findApiKey(ctx, bearer)) ?? nobody.actor };
  }
  const token = bearer ?? cookie;
  if (token === undefined) return nobody;
  return (await findSession(ctx, token)) ?? nobody;
}
