import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";

export const listAuditInput = pageInput
  .extend({
    type: z.string().min(1).max(100).optional().describe("Such as `login-failed`"),
    actorId: idInput.optional().describe("Who did it: a customer, a member of staff or an API key"),
    subjectId: idInput.optional().describe("The record it was done to"),
    since: z.date().optional().describe("From this moment on"),
    until: z.date().optional().describe("Before this moment"),
  })
  .meta({ id: "AuditListInput" })
  .prefault({});

const detailOutput = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

export const auditEventOutput = z
  .object({
    id: z.string(),
    type: z.string(),
    actorId: z.string().nullable().describe("Who did it; null for nobody who was signed in"),
    subjectId: z.string().nullable().describe("The record it was done to"),
    details: z.record(z.string(), detailOutput).nullable().describe("Such as the role that was given"),
    address: z.string().nullable().describe("The network address it came from, if known"),
    device: z.string().describe("What the program said of itself"),
    createdAt: z.date(),
  })
  .meta({ id: "AuditEvent" });

export const auditOutput = z
  .object({ items: z.array(auditEventOutput), nextCursor: z.string().nullable() })
  .meta({ id: "AuditPage" });

export type ListAuditInput = z.infer<typeof listAuditInput>;
export type AuditDetail = z.infer<typeof detailOutput>;
export type AuditEvent = z.infer<typeof auditEventOutput>;
export type AuditPage = z.infer<typeof auditOutput>;
