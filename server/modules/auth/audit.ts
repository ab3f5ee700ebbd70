import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { auditEvents } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

export type AuditEvent =
  | "registered"
  | "login"
  | "login-failed"
  | "logout"
  | "password-changed"
  | "session-revoked"
  | "other-sessions-revoked";

const { placeholder } = sql;

const insertEvent = prepared((db) =>
  db.insert(auditEvents).values({
    type: placeholder("type"),
    customerId: placeholder("customerId"),
    address: placeholder("address"),
    device: placeholder("device"),
    createdAt: placeholder("createdAt"),
  }),
);

/** Writes down what happened to whose account and from where; null when the account is not known. */
export async function audit(
  { db, source, clock }: ServiceContext,
  type: AuditEvent,
  customerId: string | null,
): Promise<void> {
  await insertEvent(db, { ...source, type, customerId, createdAt: clock.now() });
}
