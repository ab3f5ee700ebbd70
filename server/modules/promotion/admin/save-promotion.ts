import { and, eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../../../../db/errors.ts";
import { promotions } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../../auth/audit.ts";
import { describeChanges } from "../../catalog/admin/changes.ts";
import { differences } from "../../catalog/differences.ts";
import { findPromotion } from "./find-promotion.ts";
import { type PromotionRow, withDiscounts } from "./present-promotion.ts";
import type { AdminPromotion, SavePromotionInput } from "./schema.ts";
import { unknownNames } from "./unknown-names.ts";

type Rule = Omit<SavePromotionInput, "id" | "version">;

/**
 * Makes a promotion, or puts another rule in the place of the one that was seen; what was ordered keeps its price.
 * @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST for what the rule names and there is not, another trigger, and a
 * limit below what was used
 */
export function savePromotion(
  ctx: StaffContext,
  { id, version, ...rule }: SavePromotionInput,
): Promise<AdminPromotion> {
  return transact(ctx, async (tx) => {
    const known = id === undefined ? undefined : await findPromotion(tx, id);
    if (known && known.version !== version) {
      throw new AppError("VERSION_CONFLICT", { current: known.version });
    }
    const issues = await unknownNames(tx, rule);
    if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
    return withDiscounts(known ? await changePromotion(tx, known, rule) : await addPromotion(tx, rule));
  });
}

async function addPromotion(tx: TransactionContext, rule: Rule): Promise<PromotionRow> {
  const now = tx.clock.now();
  const { status = "active" } = rule;
  const unused = { uses: 0, discounted: {}, version: 1, createdAt: now, updatedAt: now };
  const promotion = { ...rule, ...unused, status, id: newId("promo") };
  await tx.db.insert(promotions).values(promotion);
  await audit(tx, "promotion-saved", promotion.id, { created: true, ...rule, status });
  return promotion;
}

async function changePromotion(
  tx: TransactionContext,
  known: PromotionRow,
  rule: Rule,
): Promise<PromotionRow> {
  const changes = differences(known, rule);
  if (!changes) return known;
  if (changes.trigger) throw badRequest("trigger", "Stays as it was made");
  const { id, version } = known;
  const [changed] = await tx.db
    .update(promotions)
    .set({ ...changes, version: sql`${promotions.version} + 1`, updatedAt: tx.clock.now() })
    .where(and(eq(promotions.id, id), eq(promotions.version, version)))
    .returning()
    .catch(refuseLowLimit);
  if (!changed) {
    throw new AppError("VERSION_CONFLICT", { current: (await findPromotion(tx, id)).version });
  }
  await audit(tx, "promotion-saved", id, { changes: describeChanges(known, changes) });
  return changed;
}

function refuseLowLimit(error: unknown): never {
  if (brokenConstraint(error) !== "promotions_not_overused") throw error;
  throw badRequest("usageLimit", "More orders than that have used it already");
}
