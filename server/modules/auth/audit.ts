import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { auditEvents } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

export type AuditEvent =
  | "registered"
  | "registered-again"
  | "verification-requested"
  | "email-verified"
  | "password-reset-requested"
  | "password-reset"
  | "login"
  | "login-failed"
  | "proof-failed"
  | "logout"
  | "password-changed"
  | "mfa-enrolled"
  | "mfa-confirmed"
  | "mfa-disabled"
  | "mfa-failed"
  | "recovery-code-used"
  | "session-revoked"
  | "other-sessions-revoked"
  | "account-deleted";

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
