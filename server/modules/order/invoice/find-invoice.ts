import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { invoices } from "../../../../db/schema/index.ts";
import type { Connection } from "../../../../db/transaction.ts";

export type InvoiceRow = typeof invoices.$inferSelect;

const statement = prepared((db) =>
  db
    .select()
    .from(invoices)
    .where(eq(invoices.orderId, sql.placeholder("orderId"))),
);

/** The one invoice of an order. */
export async function findInvoice(db: Connection, orderId: string): Promise<InvoiceRow | undefined> {
  const [invoice] = await statement(db, { orderId });
  return invoice;
}
