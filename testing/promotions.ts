import type { Database } from "../db/client.ts";
import { promotionCodes, promotions } from "../db/schema/index.ts";
import { newId } from "../server/core/ids.ts";

interface PromotionTraits extends Partial<typeof promotions.$inferInsert> {
  /** Makes it come by code. */
  codes?: readonly string[];
  /** Of each code. */
  codeLimit?: number;
  codeUses?: number;
}

/** A promotion of ten per cent off every line, for everybody, by itself unless it has codes. */
export async function newPromotion(
  db: Database,
  { codes = [], codeLimit, codeUses = 0, ...traits }: PromotionTraits = {},
) {
  const id = traits.id ?? newId("promo");
  const now = new Date();
  await db.insert(promotions).values({
    name: "Ten per cent off",
    trigger: codes.length > 0 ? "code" : "automatic",
    status: "active",
    conditions: {
      markets: null,
      customerGroups: null,
      firstOrder: false,
      minSubtotal: null,
      minQuantity: null,
      weekdays: null,
      timeZone: "UTC",
    },
    effect: { type: "percentage", target: "lines", basisPoints: 1000 },
    createdAt: now,
    updatedAt: now,
    ...traits,
    id,
  });
  for (const code of codes) {
    const limits = { usageLimit: codeLimit ?? null, uses: codeUses };
    await db.insert(promotionCodes).values({ code, promotionId: id, createdAt: now, ...limits });
  }
  return { id };
}
