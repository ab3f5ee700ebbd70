import { and, eq, ne } from "drizzle-orm";
import { tokenPurposes } from "../../../../db/enums.ts";
import { customers } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { forgetMailTokens } from "../../auth/mail-tokens.ts";
import { endSessions } from "../../auth/sessions.ts";
import { assertActing } from "../../auth/staff/assert-acting.ts";
import { isNotStaff } from "../../auth/staff/is-staff.ts";
import { presentRecord } from "./present-record.ts";
import type { CustomerRecord, SetStatusInput } from "./schema.ts";

/**
 * Blocks a customer, who is signed out everywhere at once, or lets them in again. A sign-in that is under way compares
 * the status in its own transaction: whichever is first, no session is left. @throws NOT_FOUND, also for staff
 */
export function setStatus(ctx: StaffContext, { id, status }: SetStatusInput): Promise<CustomerRecord> {
  return transact(ctx, async (tx) => {
    const isCustomer = and(eq(customers.id, id), isNotStaff());
    const [changed] = await tx.db
      .update(customers)
      .set({ status, updatedAt: tx.clock.now() })
      .where(and(isCustomer, ne(customers.status, status)))
      .returning();
    if (!changed) {
      const [same] = await tx.db.select().from(customers).where(isCustomer);
      if (!same) throw new AppError("NOT_FOUND");
      return presentRecord(same);
    }
    await assertActing(tx);
    if (status === "blocked") {
      await endSessions(tx, id);
      for (const purpose of tokenPurposes) await forgetMailTokens(tx, id, purpose);
    }
    await audit(tx, status === "blocked" ? "customer-blocked" : "customer-unblocked", id);
    return presentRecord(changed);
  });
}
