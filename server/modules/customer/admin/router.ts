import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { getCustomer } from "./get-customer.ts";
import { listCustomers } from "./list-customers.ts";
import {
  customerDetailsOutput,
  customerIdInput,
  customerRecordOutput,
  customersOutput,
  listCustomersInput,
  setGroupsInput,
  setStatusInput,
  setTaxExemptInput,
} from "./schema.ts";
import { setStatus } from "./set-status.ts";
import { setGroups, setTaxExempt } from "./set-terms.ts";

export const customersRouter = router({
  list: staffProcedure("customers:read")
    .input(listCustomersInput)
    .output(customersOutput)
    .meta({
      summary: "The customers with an account, the newest first; staff are none",
      errors: [],
      rest: "GET /admin/customers",
    })
    .query(({ ctx, input }) => listCustomers(ctx, input)),

  get: staffProcedure("customers:read")
    .input(customerIdInput)
    .output(customerDetailsOutput)
    .meta({
      summary: "A customer with their addresses and what they have bought",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/customers/{id}",
    })
    .query(({ ctx, input }) => getCustomer(ctx, input)),

  setStatus: staffProcedure("customers:write")
    .input(setStatusInput)
    .output(customerRecordOutput)
    .meta({
      summary: "Block a customer, who is signed out at once, or let them in again",
      errors: ["NOT_FOUND"],
      idempotency: "none",
      rest: "PUT /admin/customers/{id}/status",
    })
    .mutation(({ ctx, input }) => setStatus(ctx, input)),

  setGroups: staffProcedure("customers:write")
    .input(setGroupsInput)
    .output(customerRecordOutput)
    .meta({
      summary: "Put a customer into these groups, which promotions may be for, and no others",
      errors: ["NOT_FOUND"],
      idempotency: "none",
      rest: "PUT /admin/customers/{id}/groups",
    })
    .mutation(({ ctx, input }) => setGroups(ctx, input)),

  setTaxExempt: staffProcedure("customers:write")
    .input(setTaxExemptInput)
    .output(customerRecordOutput)
    .meta({
      summary: "Have a customer pay no tax anywhere, or pay it again",
      errors: ["NOT_FOUND"],
      idempotency: "none",
      rest: "PUT /admin/customers/{id}/tax-exempt",
    })
    .mutation(({ ctx, input }) => setTaxExempt(ctx, input)),
});
