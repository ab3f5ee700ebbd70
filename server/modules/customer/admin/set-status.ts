import { tokenPurposes } from "../../../../db/enums.ts";
import type { StaffContext } from "../../../core/context.ts";
import { audit } from "../../auth/audit.ts";
import { forgetMailTokens } from "../../auth/mail-tokens.ts";
import { endSessions } from "../../auth/sessions.ts";
import { changeCustomer } from "./change-customer.ts";
import type { CustomerRecord, SetStatusInput } from "./schema.ts";

/**
 * Blocks a customer, who is signed out everywhere at once, or lets them in again. A sign-in that is under way compares
 * the status in its own transaction: whichever is first, no session is left. @throws NOT_FOUND, also for staff
 */
export function setStatus(ctx: StaffContext, { id, status }: SetStatusInput): Promise<CustomerRecord> {
  return changeCustomer(ctx, id, { field: "status", value: status }, async (tx) => {
    if (status === "blocked") {
      await endSessions(tx, id);
      for (const purpose of tokenPurposes) await forgetMailTokens(tx, id, purpose);
    }
    await audit(tx, status === "blocked" ? "customer-blocked" : "customer-unblocked", id);
  });
}
