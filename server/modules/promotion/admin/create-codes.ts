import { brokenConstraint } from "../../../../db/errors.ts";
import { rowsInsert } from "../../../../db/insert.ts";
import { promotionCodes } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { badRequest } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import type { CreateCodesInput, CreatedCodes } from "./code-schema.ts";
import { findPromotion } from "./find-promotion.ts";
import { newCodes } from "./new-codes.ts";

const insertCodes = rowsInsert(promotionCodes);

/**
 * Makes the given code for a promotion, or many that nobody can guess.
 * @throws NOT_FOUND; BAD_REQUEST for a code that is taken, and a promotion that comes by itself
 */
export async function createCodes(
  ctx: StaffContext,
  { promotionId, code, count = 0, prefix = "", usageLimit }: CreateCodesInput,
): Promise<CreatedCodes> {
  const codes = code === undefined ? newCodes(count, prefix) : [code];
  const row = { promotionId, usageLimit, uses: 0, endedAt: null, createdAt: ctx.clock.now() };
  const rows = codes.map((each) => ({ ...row, code: each }));
  await transact(ctx, async (tx) => {
    const { trigger } = await findPromotion(tx, promotionId);
    if (trigger !== "code") throw badRequest("promotionId", "Comes by itself, without codes");
    await insertCodes(tx.db, rows).catch(refuseTaken);
    await audit(tx, "promotion-codes-created", promotionId, { codes: codes.length, prefix, usageLimit });
  });
  return { codes };
}

function refuseTaken(error: unknown): never {
  throw brokenConstraint(error) === "promotion_codes.code" ? badRequest("code", "is taken") : error;
}
