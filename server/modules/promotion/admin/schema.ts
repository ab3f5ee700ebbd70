import { z } from "zod";
import { promotionStatuses, promotionTriggers } from "../../../../db/enums.ts";
import { idInput, moneyOutput } from "../../../core/contract.ts";
import { pageInput, pageOfInput } from "../../../core/page.ts";
import { changeInput, versionInput, wordInput } from "../../catalog/admin/inputs.ts";
import { lineSelectionInput, lineSelectionOutput } from "../../catalog/line-selection.ts";
import { currenciesApart } from "./currencies.ts";
import { amountsInput, conditionsInput, conditionsOutput, effectInput, effectOutput } from "./rule-schema.ts";

const maxUses = 1_000_000_000;
const maxPriority = 1_000;

const usageLimitInput = z.int().min(1).max(maxUses).nullable().default(null);

export const listPromotionsInput = pageInput
  .extend({
    q: z.string().trim().max(200).optional().describe("Part of the name, or how a code begins"),
    status: z.enum(promotionStatuses).optional(),
    trigger: z.enum(promotionTriggers).optional(),
  })
  .meta({ id: "AdminPromotionsInput" })
  .prefault({});

export const promotionIdInput = z.object({ id: idInput });

export const archivePromotionInput = changeInput;

export const promotionUsageInput = pageOfInput;

export const savePromotionInput = z
  .object({
    id: idInput.optional().describe("The promotion to change; a new one when left out"),
    version: versionInput,
    name: wordInput(200).describe("What shoppers are shown beside what it takes off"),
    trigger: z
      .enum(promotionTriggers)
      .describe("Whether it comes by itself or by its codes: stays as it was made"),
    status: z
      .enum(promotionStatuses)
      .optional()
      .describe("Left out, it stays, or is active when new; `active` brings back what was archived"),
    priority: z
      .int()
      .min(-maxPriority)
      .max(maxPriority)
      .default(0)
      .describe("The highest comes first; of equals, the oldest"),
    exclusive: z.boolean().default(false).describe("Whether it stands alone or not at all"),
    startsAt: z.date().nullable().default(null).describe("Null is always, so far"),
    endsAt: z.date().nullable().default(null).describe("The first moment it no longer holds"),
    lines: lineSelectionInput.nullable().default(null).describe("Those that it is on; null is all"),
    conditions: conditionsInput.prefault({}),
    effect: effectInput,
    cap: amountsInput.nullable().default(null).describe("The most it takes off one order"),
    usageLimit: usageLimitInput.describe("How many orders may use it; null is any number"),
    usageLimitPerCustomer: usageLimitInput.describe("How many orders of one buyer may"),
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ["version"],
    message: "Expected with `id`, and only with it",
  })
  .refine(({ startsAt, endsAt }) => startsAt === null || endsAt === null || endsAt > startsAt, {
    path: ["endsAt"],
    message: "Expected after `startsAt`",
  })
  .superRefine((rule, { addIssue }) => {
    const path = currenciesApart(rule);
    if (path) addIssue({ code: "custom", path, message: "Shares no currency with the rule's other amounts" });
  })
  .meta({
    id: "SavePromotionInput",
    description: "A promotion as a whole: what is left out, but for the status, asks for nothing",
  });

const summary = {
  id: z.string(),
  name: z.string(),
  trigger: z.enum(promotionTriggers),
  status: z.enum(promotionStatuses),
  priority: z.int(),
  exclusive: z.boolean(),
  startsAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  usageLimit: z.int().nullable(),
  usageLimitPerCustomer: z.int().nullable(),
  uses: z.int().describe("How many orders have used it"),
  discounted: z.array(moneyOutput).describe("What it has taken off them, in each currency"),
  version: z.int().describe("Rises with every change; not with uses"),
  createdAt: z.date(),
  updatedAt: z.date(),
};

export const promotionsOutput = z
  .object({
    items: z.array(z.object(summary).meta({ id: "AdminPromotionSummary" })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "AdminPromotionPage" });

export const promotionOutput = z
  .object({
    ...summary,
    lines: lineSelectionOutput.nullable().describe("Those that it is on; null is all"),
    conditions: conditionsOutput,
    effect: effectOutput,
    cap: amountsInput.nullable().describe("The most it takes off one order"),
  })
  .meta({ id: "AdminPromotion" });

export const promotionUsageOutput = z
  .object({
    uses: z.int(),
    usageLimit: z.int().nullable(),
    discounted: z.array(moneyOutput).describe("What it has taken off, in each currency"),
    items: z
      .array(
        z
          .object({
            orderId: z.string(),
            orderNumber: z.string(),
            code: z.string().nullable().describe("Null where it came by itself"),
            amount: moneyOutput.describe("What it took off"),
            usedAt: z.date(),
          })
          .meta({ id: "PromotionUse" }),
      )
      .describe("The newest first"),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "PromotionUsage" });

export type ListPromotionsInput = z.infer<typeof listPromotionsInput>;
export type ArchivePromotionInput = z.infer<typeof archivePromotionInput>;
export type SavePromotionInput = z.infer<typeof savePromotionInput>;
export type AdminPromotionPage = z.infer<typeof promotionsOutput>;
export type AdminPromotion = z.infer<typeof promotionOutput>;
export type PromotionUsage = z.infer<typeof promotionUsageOutput>;
