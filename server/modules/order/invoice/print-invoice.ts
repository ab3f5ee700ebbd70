import { and, eq, isNull } from "drizzle-orm";
import { invoices } from "../../../../db/schema/index.ts";
import type { InvoiceContext } from "./context.ts";
import { findInvoice, type InvoiceRow } from "./find-invoice.ts";
import { invoiceNumber } from "./number.ts";

/** The file of an invoice: printed by the first who asks, and the same for everybody ever after. */
export async function printInvoice({ db, invoicing }: InvoiceContext, invoice: InvoiceRow): Promise<Buffer> {
  if (invoice.file) return invoice.file;
  const { orderId, paper, issuedAt } = invoice;
  const number = invoiceNumber(invoice);
  const file = Buffer.from(await invoicing.printer.print({ number, paper, issuedAt }));
  await db
    .update(invoices)
    .set({ file })
    .where(and(eq(invoices.orderId, orderId), isNull(invoices.file)));
  return (await findInvoice(db, orderId))?.file ?? file; // of two who print at once, the first's is kept
}
