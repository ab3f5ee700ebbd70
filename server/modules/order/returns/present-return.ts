import type { orderLines, orders, returnLines, returns } from "../../../../db/schema/index.ts";
import type { Return } from "./schema.ts";

type OrderLineRow = typeof orderLines.$inferSelect;
export type ReturnLineRow = typeof returnLines.$inferSelect;

/** A return as it stands in the database. */
interface ReturnState {
  record: typeof returns.$inferSelect;
  order: Pick<typeof orders.$inferSelect, "number" | "currency">;
  lines: readonly { line: ReturnLineRow; of: OrderLineRow }[];
  refundedAmount: number;
}

/** The return as clients get it. */
export function presentReturn({ record, order, lines, refundedAmount }: ReturnState): Return {
  const { id, orderId, status, reason, photos, answer, replacedById, createdAt, updatedAt } = record;
  const { currency } = order;
  return {
    id,
    orderId,
    orderNumber: order.number,
    status,
    reason,
    photos,
    answer,
    lines: lines.map(({ line, of }) => ({
      lineId: of.id,
      variantId: of.variantId,
      title: of.productTitle,
      variantTitle: of.variantTitle,
      sku: of.sku,
      quantity: line.quantity,
      sellable: line.sellableQuantity,
      damaged: line.damagedQuantity,
      missing: line.missingQuantity,
    })),
    credited: { amount: record.creditedAmount, currency },
    refunded: { amount: refundedAmount, currency },
    replacedById,
    createdAt,
    updatedAt,
  };
}
