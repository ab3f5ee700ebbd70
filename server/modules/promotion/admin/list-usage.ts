import { and, desc, eq, sql } from "drizzle-orm";
import { orders, promotions, promotionUses } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { PageOfInput } from "../../../core/page.ts";
import { decodeCursor, encodeCursor } from "../../../core/pagination.ts";
import { withDiscounts } from "./present-promotion.ts";
import type { PromotionUsage } from "./schema.ts";

/** The orders that have used a promotion, the newest first, and what all of them come to. @throws NOT_FOUND */
export async function listUsage(
  ctx: ServiceContext,
  { id, limit, cursor }: PageOfInput,
): Promise<PromotionUsage> {
  const before = cursor === undefined ? undefined : decodeCursor(cursor, "number");
  const [[promotion], rows] = await batch(ctx, (db) => [
    db
      .select({
        uses: promotions.uses,
        usageLimit: promotions.usageLimit,
        discounted: promotions.discounted,
      })
      .from(promotions)
      .where(eq(promotions.id, id)),
    db
      .select({
        orderId: promotionUses.orderId,
        orderNumber: orders.number,
        code: promotionUses.code,
        amount: promotionUses.amount,
        currency: promotionUses.currency,
        usedAt: promotionUses.usedAt,
      })
      .from(promotionUses)
      .innerJoin(orders, eq(orders.id, promotionUses.orderId))
      .where(
        and(
          eq(promotionUses.promotionId, id),
          before && sql`(${promotionUses.usedAt}, ${promotionUses.orderId}) < (${before[0]}, ${before[1]})`,
        ),
      )
      .orderBy(desc(promotionUses.usedAt), desc(promotionUses.orderId))
      .limit(limit + 1),
  ]);
  if (!promotion) throw new AppError("NOT_FOUND");
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    ...withDiscounts(promotion),
    items: page.map(({ amount, currency, ...use }) => ({ ...use, amount: { amount, currency } })),
    nextCursor: rows.length > limit && last ? encodeCursor([last.usedAt.getTime(), last.orderId]) : null,
  };
}
