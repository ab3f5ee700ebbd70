import { desc, eq } from "drizzle-orm";
import { auditEvents } from "../../../db/schema/index.ts";
import type { CustomerContext } from "../../core/context.ts";
import { listSessions } from "../auth/account.ts";
import { listAddresses } from "./addresses.ts";
import { getProfile } from "./profile.ts";
import type { AccountExport } from "./schema.ts";

/**
 * Everything that is kept under the customer's id, without secrets. Orders are not: each knows an e-mail address, but no
 * customer.
 */
export async function exportData(ctx: CustomerContext): Promise<AccountExport> {
  const [profile, addresses, sessions, events] = await Promise.all([
    getProfile(ctx),
    listAddresses(ctx),
    listSessions(ctx),
    ctx.db
      .select({
        type: auditEvents.type,
        address: auditEvents.address,
        device: auditEvents.device,
        createdAt: auditEvents.createdAt,
      })
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, ctx.actor.customerId))
      .orderBy(desc(auditEvents.id)),
  ]);
  return { exportedAt: ctx.clock.now(), profile, addresses, sessions, events };
}
