import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { listAudit } from "./list-audit.ts";
import { auditOutput, listAuditInput } from "./schema.ts";

export const auditRouter = router({
  list: staffProcedure("audit:read")
    .input(listAuditInput)
    .output(auditOutput)
    .meta({
      summary: "Who did what to which record, the latest first",
      errors: [],
      rest: "GET /admin/audit",
    })
    .query(({ ctx, input }) => listAudit(ctx, input)),
});
