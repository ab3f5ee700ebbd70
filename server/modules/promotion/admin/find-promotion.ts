import { eq } from "drizzle-orm";
import { promotions } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { type PromotionRow, withDiscounts } from "./present-promotion.ts";
import type { AdminPromotion } from "./schema.ts";

/** A promotion with its whole rule. @throws NOT_FOUND */
export async function getPromotion(ctx: ServiceContext, { id }: { id: string }): Promise<AdminPromotion> {
  return withDiscounts(await findPromotion(ctx, id));
}

/** @throws NOT_FOUND */
export async function findPromotion({ db }: ServiceContext, id: string): Promise<PromotionRow> {
  const [promotion] = await db.select().from(promotions).where(eq(promotions.id, id));
  if (!promotion) throw new AppError("NOT_FOUND");
  return promotion;
}
