import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { auditEvents } from "../../../db/schema/index.ts";
import { actorIdOf, type ServiceContext } from "../../core/context.ts";

export type AuditEvent =
  | "registered"
  | "registered-again"
  | "verification-requested"
  | "email-verified"
  | "password-reset-requested"
  | "password-reset"
  | "login"
  | "login-challenged"
  | "login-failed"
  | "proof-failed"
  | "logout"
  | "password-changed"
  | "mfa-enrolled"
  | "mfa-confirmed"
  | "mfa-disabled"
  | "mfa-failed"
  | "recovery-code-used"
  | "rate-limited"
  | "access-refused"
  | "access-token-minted"
  | "session-revoked"
  | "other-sessions-revoked"
  | "data-exported"
  | "account-deleted"
  | "identity-linked"
  | "identity-unlinked"
  | "staff-invited"
  | "invitation-withdrawn"
  | "invitation-accepted"
  | "owner-created"
  | "role-given"
  | "staff-removed"
  | "role-saved"
  | "role-removed"
  | "api-key-created"
  | "api-key-revoked"
  | "customer-blocked"
  | "customer-unblocked"
  | "customer-groups-set"
  | "customer-exempted"
  | "customer-taxed"
  | "product-created"
  | "product-updated"
  | "product-archived"
  | "variants-saved"
  | "prices-set"
  | "products-imported"
  | "category-saved"
  | "category-moved"
  | "category-removed"
  | "attribute-saved"
  | "attribute-removed"
  | "market-saved"
  | "market-removed"
  | "stock-adjusted"
  | "stock-levels-set"
  | "location-saved"
  | "shipping-option-saved"
  | "tax-rates-saved"
  | "promotion-saved"
  | "promotion-archived"
  | "promotion-codes-created"
  | "promotion-code-ended"
  | "image-uploaded"
  | "order-paid"
  | "order-payment-resolved"
  | "order-canceled"
  | "order-refunded"
  | "order-fulfilled"
  | "order-edited"
  | "order-noted"
  | "fulfillment-shipped"
  | "fulfillment-delivered"
  | "fulfillment-canceled"
  | "return-approved"
  | "return-rejected"
  | "return-received"
  | "return-closed"
  | "return-replaced"
  | "invoice-issued";

/** What was done, without whom it was done to. */
export interface AuditEntry {
  type: AuditEvent;
  details?: Record<string, unknown>;
}

const { placeholder } = sql;

const insertEvent = prepared((db) =>
  db.insert(auditEvents).values({
    type: placeholder("type"),
    actorId: placeholder("actorId"),
    subjectId: placeholder("subjectId"),
    details: placeholder("details"),
    address: placeholder("address"),
    device: placeholder("device"),
    createdAt: placeholder("createdAt"),
  }),
);

/**
 * Writes down who did what to which record, from where; null for a record that is not known. Details are for people to
 * read: no secrets, and of a customer nothing that a deleted account should take with it.
 */
export async function audit(
  ctx: ServiceContext,
  type: AuditEvent,
  subjectId: string | null,
  details: Record<string, unknown> | null = null,
): Promise<void> {
  await auditStatement(ctx, type, subjectId, details);
}

/** The same as a statement, to be batched with what was done. */
export function auditStatement(
  { db, actor, source, clock }: ServiceContext,
  type: AuditEvent,
  subjectId: string | null,
  details: Record<string, unknown> | null = null,
) {
  const [actorId, createdAt] = [actorIdOf(actor), clock.now()];
  return insertEvent(db, { ...source, type, actorId, subjectId, details, createdAt });
}

/**
 * The same for what anybody can have happen as often as they like: of one kind once for each key in so many seconds, so
 * that nobody fills the log.
 */
export async function auditOnce(
  ctx: ServiceContext,
  { name, key, seconds }: { name: string; key: string; seconds: number },
  ...event: [type: AuditEvent, subjectId: string | null, details?: Record<string, unknown>]
): Promise<void> {
  const repeated = await ctx.limiter.count({ name: `noted ${name}`, attempts: 1, seconds }, key);
  if (repeated === undefined) await audit(ctx, ...event);
}
