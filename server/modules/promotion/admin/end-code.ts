import { and, eq, isNull } from "drizzle-orm";
import { promotionCodes } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import type { PromotionCode } from "./code-schema.ts";

/** Takes a code back for good: no order can use it from now on. @throws NOT_FOUND */
export function endCode(ctx: StaffContext, { code }: { code: string }): Promise<PromotionCode> {
  return transact(ctx, async (tx) => {
    const isIt = eq(promotionCodes.code, code);
    const [ended] = await tx.db
      .update(promotionCodes)
      .set({ endedAt: tx.clock.now() })
      .where(and(isIt, isNull(promotionCodes.endedAt)))
      .returning();
    if (ended) await audit(tx, "promotion-code-ended", ended.promotionId, { code });
    const [known] = ended ? [ended] : await tx.db.select().from(promotionCodes).where(isIt);
    if (!known) throw new AppError("NOT_FOUND");
    return known;
  });
}
