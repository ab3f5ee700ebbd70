import { desc, eq, or, sql } from "drizzle-orm";
import { auditEvents } from "../../../db/schema/index.ts";
import type { CustomerContext } from "../../core/context.ts";
import { listSessions } from "../auth/account.ts";
import { listAddresses } from "./addresses.ts";
import { getProfile } from "./profile.ts";
import { listPurchases } from "./purchases.ts";
import type { AccountEvent, AccountExport } from "./schema.ts";

/** Everything that is kept under the customer's id, without secrets. */
export async function exportData(ctx: CustomerContext): Promise<AccountExport> {
  const [profile, addresses, sessions, purchases, events] = await Promise.all([
    getProfile(ctx),
    listAddresses(ctx),
    listSessions(ctx),
    listPurchases(ctx),
    listEvents(ctx),
  ]);
  return { exportedAt: ctx.clock.now(), profile, addresses, sessions, ...purchases, events };
}

/** What the customer did and what was done to them; from where others did it is theirs to know. */
async function listEvents({ db, actor: { customerId } }: CustomerContext): Promise<AccountEvent[]> {
  const byOthers = sql`${auditEvents.actorId} <> ${customerId}`;
  return db
    .select({
      type: auditEvents.type,
      address: sql<string | null>`case when ${byOthers} then null else ${auditEvents.address} end`,
      device: sql<string>`case when ${byOthers} then '' else ${auditEvents.device} end`,
      createdAt: auditEvents.createdAt,
    })
    .from(auditEvents)
    .where(or(eq(auditEvents.subjectId, customerId), eq(auditEvents.actorId, customerId)))
    .orderBy(desc(auditEvents.id));
}
