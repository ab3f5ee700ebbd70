import type { Actor, ServiceContext } from "../core/context.ts";
import { findApiKey, isApiKey } from "../modules/auth/api-keys.ts";
import { findSession } from "../modules/auth/sessions.ts";

const nobody = { actor: { type: "anonymous" }, renewed: false } as const;

/**
 * Who the token stands for, a session's or an API key: nobody for one that has ended, was forged or is not there.
 * `renewed` when a session's time has just started anew.
 */
export async function actorOf(
  ctx: ServiceContext,
  token: string | undefined,
): Promise<{ actor: Actor; renewed: boolean }> {
  if (token === undefined) return nobody;
  if (isApiKey(token)) return { ...nobody, actor: (await findApiKey(ctx, token)) ?? nobody.actor };
  return (await findSession(ctx, token)) ?? nobody;
}
