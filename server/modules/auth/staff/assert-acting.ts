import type { StaffContext } from "../../../core/context.ts";
import { assertSession } from "../sessions.ts";

/**
 * What the actor may do was read before the transaction. Whatever changes it ends their sessions, so that one which is
 * still there vouches for it. @throws UNAUTHENTICATED
 */
export async function assertActing(tx: StaffContext): Promise<void> {
  if (tx.actor.type === "staff") await assertSession(tx, tx.actor.sessionId);
}
