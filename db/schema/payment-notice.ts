import { check, index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { paymentProviders } from "../enums.ts";
import { moment, oneOf } from "./columns.ts";

/**
 * What payment providers sent to our address (webhooks), once each however often it comes: which payment to look at, and
 * nothing of whoever pays. How that payment stands is always asked.
 */
export const paymentNotices = sqliteTable(
  "payment_notices",
  {
    provider: text({ enum: paymentProviders }).notNull(),
    /** The provider's. */
    id: text().notNull(),
    /** In the provider's words. */
    type: text().notNull(),
    /** What the provider finds the payment by; null where it is about none of ours. */
    reference: text(),
    /** The attempt's, where the provider tells it. */
    attemptId: text("attempt_id"),
    receivedAt: moment("received_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.id] }),
    check("payment_notices_provider_known", oneOf(table.provider, paymentProviders)),
    index("payment_notices_oldest").on(table.receivedAt),
  ],
);
