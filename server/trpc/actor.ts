import type { Actor, ServiceContext } from "../core/context.ts";
import { findSession } from "../modules/auth/sessions.ts";

/**
 * Whose session the token opens: nobody's for one that has ended, was forged or is not there. `renewed` when its time
 * has just started anew.
 */
export async function actorOf(
  ctx: ServiceContext,
  token: string | undefined,
): Promise<{ actor: Actor; renewed: boolean }> {
  const session = token === undefined ? undefined : await findSession(ctx, token);
  if (!session) return { actor: { type: "anonymous" }, renewed: false };
  const { id: sessionId, customerId, fresh } = session;
  return { actor: { type: "customer", customerId, sessionId }, renewed: fresh };
}
