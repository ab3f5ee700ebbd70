import { sql } from "drizzle-orm";
import { rowInsert } from "../../../../db/insert.ts";
import { prepared } from "../../../../db/prepared.ts";
import { invoiceSeries, invoices, orders } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import { actorIdOf } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { auditStatement } from "../../auth/audit.ts";
import { untilSettled } from "../../idempotency/until-settled.ts";
import { recordEvent } from "../events.ts";
import { loadOrder } from "../load-order.ts";
import type { OrderState } from "../present-order.ts";
import type { InvoiceContext } from "./context.ts";
import { findInvoice, type InvoiceRow } from "./find-invoice.ts";
import { mayInvoice } from "./may-invoice.ts";
import { seriesOf } from "./number.ts";
import { printInvoice } from "./print-invoice.ts";
import { writePaper } from "./write-paper.ts";

const { placeholder } = sql;

const takeNumber = prepared((db) =>
  db
    .insert(invoiceSeries)
    .values({ series: placeholder("series"), last: 1 })
    .onConflictDoUpdate({ target: invoiceSeries.series, set: { last: sql`${invoiceSeries.last} + 1` } }),
);

const insertInvoice = rowInsert(invoices, {
  number: sql`(select ${invoiceSeries.last} from ${invoiceSeries} where ${invoiceSeries.series} = ${placeholder("series")})`,
  // Null, which the column refuses, unless the order still is what was read.
  orderId: sql`(select ${orders.id} from ${orders} where ${orders.id} = ${placeholder("orderId")} and ${orders.version} = ${placeholder("version")})`,
});

/** The order changed meanwhile, or somebody else issued its invoice. */
const lostRaces: ReadonlySet<string> = new Set(["invoices.order_id"]);

/**
 * The invoice of an order, issued and printed now unless it was before. Its number is taken in the transaction that
 * writes it, so that a series has no gap.
 * @throws NOT_FOUND, INVOICE_UNAVAILABLE
 */
export async function issueInvoice(ctx: InvoiceContext, orderId: string): Promise<InvoiceRow> {
  const invoice = await untilSettled(lostRaces, async () => {
    const known = await findInvoice(ctx.db, orderId);
    if (known) return known;
    await writeInvoice(ctx, await loadOrder(ctx, orderId));
    return findInvoice(ctx.db, orderId);
  });
  if (!invoice) throw new AppError("NOT_FOUND");
  await printInvoice(ctx, invoice);
  return invoice;
}

async function writeInvoice(ctx: InvoiceContext, state: OrderState): Promise<void> {
  const { seller } = ctx.invoicing;
  if (!seller) throw new AppError("INVOICE_UNAVAILABLE", { reason: "no-seller" });
  if (!mayInvoice(state)) throw new AppError("INVOICE_UNAVAILABLE", { reason: "not-due" });
  const issuedAt = ctx.clock.now();
  const { id: orderId, version } = state.order;
  const series = seriesOf(issuedAt);
  const paper = writePaper(state, seller, issuedAt);
  const isByTeam = ctx.actor.type === "staff" || ctx.actor.type === "key";
  await batch(ctx, (db) => [
    takeNumber(db, { series }),
    insertInvoice(db, { series, number: 0, orderId, paper, file: null, issuedAt }, { version }),
    recordEvent(db, {
      orderId,
      type: "invoiced",
      details: {},
      actorId: actorIdOf(ctx.actor),
      happenedAt: issuedAt,
    }),
    ...(isByTeam ? [auditStatement({ ...ctx, db }, "invoice-issued", orderId)] : []),
  ]);
}
