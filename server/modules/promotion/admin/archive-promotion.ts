import { and, eq, ne, sql } from "drizzle-orm";
import { promotions } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { findPromotion } from "./find-promotion.ts";
import { withDiscounts } from "./present-promotion.ts";
import type { AdminPromotion, ArchivePromotionInput } from "./schema.ts";

/** Ends a promotion at once, and keeps it with its codes and uses. @throws NOT_FOUND, VERSION_CONFLICT */
export function archivePromotion(
  ctx: StaffContext,
  { id, version }: ArchivePromotionInput,
): Promise<AdminPromotion> {
  return transact(ctx, async (tx) => {
    const [archived] = await tx.db
      .update(promotions)
      .set({ status: "archived", version: sql`${promotions.version} + 1`, updatedAt: tx.clock.now() })
      .where(
        and(
          eq(promotions.id, id),
          ne(promotions.status, "archived"),
          version === undefined ? undefined : eq(promotions.version, version),
        ),
      )
      .returning();
    if (archived) {
      await audit(tx, "promotion-archived", id);
      return withDiscounts(archived);
    }
    const known = await findPromotion(tx, id);
    if (version !== undefined && version !== known.version) {
      throw new AppError("VERSION_CONFLICT", { current: known.version });
    }
    return withDiscounts(known);
  });
}
