import { and, asc, eq, gt, sql } from "drizzle-orm";
import { promotionCodes, promotions } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { idBefore } from "../../../core/page.ts";
import { encodeCursor } from "../../../core/pagination.ts";
import { codeBegins } from "./code-begins.ts";
import type { CodePage, ListCodesInput } from "./code-schema.ts";

/** In the words of the index of those: with a parameter it would not be taken. */
const isUnused = sql`${promotionCodes.uses} = 0`;

/** The codes of a promotion in their order, each with how often it was used. @throws NOT_FOUND */
export async function listCodes(
  ctx: ServiceContext,
  { promotionId, q, unused, limit, cursor }: ListCodesInput,
): Promise<CodePage> {
  const after = idBefore("codes", cursor);
  const [[promotion], rows] = await batch(ctx, (db) => [
    db.select({ id: promotions.id }).from(promotions).where(eq(promotions.id, promotionId)),
    db
      .select()
      .from(promotionCodes)
      .where(
        and(
          eq(promotionCodes.promotionId, promotionId),
          q ? codeBegins(promotionCodes.code, q) : undefined,
          unused ? isUnused : undefined,
          after === undefined ? undefined : gt(promotionCodes.code, after),
        ),
      )
      .orderBy(asc(promotionCodes.code))
      .limit(limit + 1),
  ]);
  if (!promotion) throw new AppError("NOT_FOUND");
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(["codes", last.code]) : null };
}
