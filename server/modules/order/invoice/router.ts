import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { getInvoice } from "./get-invoice.ts";
import { invoiceOutput, issueInvoiceInput } from "./schema.ts";

export const adminInvoicesRouter = router({
  issue: staffProcedure("orders:write")
    .input(issueInvoiceInput)
    .output(invoiceOutput)
    .meta({
      summary: "Issue the invoice of an order that is paid or on its way, or tell of the one that it has",
      errors: ["NOT_FOUND", "INVOICE_UNAVAILABLE", "CONFLICT"],
      idempotency: "none",
    })
    .mutation(({ ctx, input }) => getInvoice(ctx, input)),
});
