import { desc, eq, or, sql } from "drizzle-orm";
import { apiKeys, auditEvents } from "../../../db/schema/index.ts";
import type { CustomerContext } from "../../core/context.ts";
import { listSessions, me } from "../auth/account.ts";
import { audit } from "../auth/audit.ts";
import { presentKey } from "../auth/keys/present-key.ts";
import type { ApiKey } from "../auth/keys/schema.ts";
import { listIdentities } from "../auth/oauth/identities.ts";
import { listAddresses } from "./addresses.ts";
import { listOwnReturns } from "./own-returns.ts";
import { presentProfile, requireCustomer } from "./profile.ts";
import { listPurchases } from "./purchases.ts";
import { type AccountEvent, type AccountExport, maxExportedEvents } from "./schema.ts";

/** Everything that is kept under the customer's id, without secrets. */
export async function exportData(ctx: CustomerContext): Promise<AccountExport> {
  const [customer, addresses, sessions, account, identities, apiKeys, purchases, returns, events] =
    await Promise.all([
      requireCustomer(ctx),
      listAddresses(ctx),
      listSessions(ctx),
      me(ctx),
      listIdentities(ctx),
      listOwnKeys(ctx),
      listPurchases(ctx),
      listOwnReturns(ctx),
      listEvents(ctx),
    ]);
  await audit(ctx, "data-exported", ctx.actor.customerId).catch(() => {}); // the data is theirs all the same
  return {
    exportedAt: ctx.clock.now(),
    profile: presentProfile(customer),
    groups: customer.groups,
    taxExempt: customer.taxExempt,
    addresses,
    sessions,
    secondFactor: account?.secondFactor ?? false,
    identities,
    role: account?.role ?? null,
    apiKeys,
    ...purchases,
    returns,
    events,
  };
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
    .orderBy(desc(auditEvents.id))
    .limit(maxExportedEvents);
}

async function listOwnKeys({ db, actor }: CustomerContext): Promise<ApiKey[]> {
  const rows = await db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.createdBy, actor.customerId))
    .orderBy(desc(apiKeys.id));
  return rows.map(presentKey);
}
