import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { archivePromotion } from "./archive-promotion.ts";
import {
  codeOutput,
  codesOutput,
  createCodesInput,
  createdCodesOutput,
  endCodeInput,
  listCodesInput,
} from "./code-schema.ts";
import { createCodes } from "./create-codes.ts";
import { endCode } from "./end-code.ts";
import { getPromotion } from "./find-promotion.ts";
import { listCodes } from "./list-codes.ts";
import { listPromotions } from "./list-promotions.ts";
import { listUsage } from "./list-usage.ts";
import { savePromotion } from "./save-promotion.ts";
import {
  archivePromotionInput,
  listPromotionsInput,
  promotionIdInput,
  promotionOutput,
  promotionsOutput,
  promotionUsageInput,
  promotionUsageOutput,
  savePromotionInput,
} from "./schema.ts";

export const promotionsRouter = router({
  list: staffProcedure("promotions:read")
    .input(listPromotionsInput)
    .output(promotionsOutput)
    .meta({
      summary: "The promotions, the newest first, whatever their status",
      errors: [],
      rest: "GET /admin/promotions",
    })
    .query(({ ctx, input }) => listPromotions(ctx, input)),

  get: staffProcedure("promotions:read")
    .input(promotionIdInput)
    .output(promotionOutput)
    .meta({
      summary: "A promotion with its whole rule",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/promotions/{id}",
    })
    .query(({ ctx, input }) => getPromotion(ctx, input)),

  save: staffProcedure("promotions:write")
    .input(savePromotionInput)
    .output(promotionOutput)
    .meta({
      summary: "Add a promotion, or with its id and version put another rule in its place",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/promotions",
    })
    .mutation(({ ctx, input }) => savePromotion(ctx, input)),

  archive: staffProcedure("promotions:write")
    .input(archivePromotionInput)
    .output(promotionOutput)
    .meta({
      summary: "End a promotion at once, and keep it with its codes and uses",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/promotions/{id}/archive",
    })
    .mutation(({ ctx, input }) => archivePromotion(ctx, input)),

  usage: staffProcedure("promotions:read")
    .input(promotionUsageInput)
    .output(promotionUsageOutput)
    .meta({
      summary: "The orders that have used a promotion, the newest first, and what they come to",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/promotions/{id}/usage",
    })
    .query(({ ctx, input }) => listUsage(ctx, input)),

  codes: staffProcedure("promotions:read")
    .input(listCodesInput)
    .output(codesOutput)
    .meta({
      summary: "The codes of a promotion, each with how often it was used",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/promotion-codes",
    })
    .query(({ ctx, input }) => listCodes(ctx, input)),

  createCodes: staffProcedure("promotions:write")
    .input(createCodesInput)
    .output(createdCodesOutput)
    .meta({
      summary: "Make a code for a promotion, or up to 10,000 that nobody can guess",
      errors: ["NOT_FOUND"],
      rest: "POST /admin/promotion-codes",
    })
    .mutation(({ ctx, input }) => createCodes(ctx, input)),

  endCode: staffProcedure("promotions:write")
    .input(endCodeInput)
    .output(codeOutput)
    .meta({
      summary: "Take a code back for good: no order can use it from now on",
      errors: ["NOT_FOUND"],
      rest: "DELETE /admin/promotion-codes/{code}",
    })
    .mutation(({ ctx, input }) => endCode(ctx, input)),
});
