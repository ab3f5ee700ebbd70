import { AppError } from "../../../core/errors.ts";
import { loadOwnOrder } from "../own-order.ts";
import type { OrderInput } from "../schema.ts";
import type { InvoiceContext } from "./context.ts";
import { findInvoice } from "./find-invoice.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { invoiceNumber } from "./number.ts";
import { printInvoice } from "./print-invoice.ts";
import type { Invoice } from "./schema.ts";

/** The invoice of one's own order, issued with the first request for it. @throws NOT_FOUND, INVOICE_UNAVAILABLE */
export async function getOwnInvoice(ctx: InvoiceContext, input: OrderInput): Promise<Invoice> {
  const { order } = await loadOwnOrder(ctx, input);
  const invoice = await issueInvoice(ctx, order.id);
  const { accessToken } = input;
  const key = accessToken === undefined ? "" : `?token=${encodeURIComponent(accessToken)}`;
  return { ...presentInvoice(invoice), url: `${pathOf(order.id)}${key}` };
}

/** The same for any order, for staff. @throws NOT_FOUND, INVOICE_UNAVAILABLE */
export async function getInvoice(ctx: InvoiceContext, { id }: { id: string }): Promise<Invoice> {
  return { ...presentInvoice(await issueInvoice(ctx, id)), url: pathOf(id) };
}

/** The file of an invoice that was issued; `isStaff` for those who may see all orders. @throws NOT_FOUND */
export async function readInvoiceFile(
  ctx: InvoiceContext,
  input: OrderInput,
  isStaff: boolean,
): Promise<{ number: string; file: Buffer }> {
  if (!isStaff) await loadOwnOrder(ctx, input);
  const invoice = await findInvoice(ctx.db, input.id);
  if (!invoice) throw new AppError("NOT_FOUND");
  return { number: invoiceNumber(invoice), file: await printInvoice(ctx, invoice) };
}

const pathOf = (orderId: string) => `/orders/${orderId}/invoice.pdf`;

function presentInvoice(invoice: Parameters<typeof invoiceNumber>[0] & { issuedAt: Date }) {
  return { number: invoiceNumber(invoice), issuedAt: invoice.issuedAt };
}
