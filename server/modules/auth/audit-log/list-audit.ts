import { and, desc, eq, gte, lt } from "drizzle-orm";
import { auditEvents } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { presentEvent } from "./present-event.ts";
import type { AuditPage, ListAuditInput } from "./schema.ts";

const isEventId = (id: string) => /^\d{1,15}$/.test(id);

/** What happened, the latest first. */
export async function listAudit({ db }: ServiceContext, input: ListAuditInput): Promise<AuditPage> {
  const { type, actorId, subjectId, since, until, limit, cursor } = input;
  const before = idBefore("audit", cursor, isEventId);
  const rows = await db
    .select()
    .from(auditEvents)
    .where(
      and(
        type === undefined ? undefined : eq(auditEvents.type, type),
        actorId === undefined ? undefined : eq(auditEvents.actorId, actorId),
        subjectId === undefined ? undefined : eq(auditEvents.subjectId, subjectId),
        since && gte(auditEvents.createdAt, since),
        until && lt(auditEvents.createdAt, until),
        before === undefined ? undefined : lt(auditEvents.id, Number(before)),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit + 1);
  return pageOf("audit", rows.map(presentEvent), limit);
}
