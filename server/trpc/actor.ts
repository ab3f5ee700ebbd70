import type { Actor, ServiceContext } from "../core/context.ts";
import { findSession } from "../modules/auth/sessions.ts";

/** Whose session the token opens; nobody's for one that has ended, was forged or is not there. */
export async function actorOf(ctx: ServiceContext, token: string | undefined): Promise<Actor> {
  const session = token === undefined ? undefined : await findSession(ctx, token);
  if (!session) return { type: "anonymous" };
  return { type: "customer", customerId: session.customerId, sessionId: session.id };
}
