import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { amount, moment } from "./columns.ts";
import { orders } from "./order.ts";
import { promotions } from "./promotion.ts";

/** Which orders have used which promotion, for how much. */
export const promotionUses = sqliteTable(
  "promotion_uses",
  {
    promotionId: text("promotion_id")
      .notNull()
      .references(() => promotions.id, { onDelete: "restrict" }),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    /** Null where it holds by itself. */
    code: text(),
    /** As `buyerKey` writes it; null when the account is gone. */
    buyer: text(),
    amount: amount("amount").notNull(),
    currency: text().notNull(),
    usedAt: moment("used_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.promotionId, table.orderId] }),
    index("promotion_uses_newest").on(table.promotionId, table.usedAt, table.orderId),
    index("promotion_uses_of_order").on(table.orderId),
  ],
);
