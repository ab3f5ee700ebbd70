import type { auditEvents } from "../../../../db/schema/index.ts";
import type { AuditDetail, AuditEvent } from "./schema.ts";

export function presentEvent(row: typeof auditEvents.$inferSelect): AuditEvent {
  const { id, type, actorId, subjectId, details, address, device, createdAt } = row;
  return {
    id: String(id),
    type,
    actorId,
    subjectId,
    details: details && presentDetails(details),
    address,
    device,
    createdAt,
  };
}

function presentDetails(details: Record<string, unknown>): Record<string, AuditDetail> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, presentDetail(value)]));
}

/** As it is, or as text where there is more to it than a list: one odd event must not make the log unreadable. */
function presentDetail(value: unknown): AuditDetail {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  return JSON.stringify(value);
}
