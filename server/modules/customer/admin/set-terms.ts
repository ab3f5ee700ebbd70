import type { StaffContext } from "../../../core/context.ts";
import { audit } from "../../auth/audit.ts";
import { changeCustomer } from "./change-customer.ts";
import type { CustomerRecord, SetGroupsInput, SetTaxExemptInput } from "./schema.ts";

/** Puts a customer into these groups and no others; the log does not tell which. @throws NOT_FOUND, also for staff */
export function setGroups(ctx: StaffContext, { id, groups }: SetGroupsInput): Promise<CustomerRecord> {
  return changeCustomer(ctx, id, { field: "groups", value: groups }, (tx) =>
    audit(tx, "customer-groups-set", id),
  );
}

/** Has a customer pay no tax, or pay it again. @throws NOT_FOUND, also for staff */
export function setTaxExempt(
  ctx: StaffContext,
  { id, taxExempt }: SetTaxExemptInput,
): Promise<CustomerRecord> {
  return changeCustomer(ctx, id, { field: "taxExempt", value: taxExempt }, (tx) =>
    audit(tx, taxExempt ? "customer-exempted" : "customer-taxed", id),
  );
}
