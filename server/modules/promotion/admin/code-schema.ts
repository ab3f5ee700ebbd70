import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { codeLength, isCode, normalizeCode } from "../code.ts";
import { randomLength } from "./new-codes.ts";

const maxCodes = 10_000;
const maxUses = 1_000_000_000;

/** What a client sends is normalised first: longer than a code by what that takes away. */
const typedInput = z.string().max(200).overwrite(normalizeCode);

const givenCodeInput = typedInput.refine(
  isCode,
  `Expected ${codeLength.min} to ${codeLength.max} characters without white space`,
);

const prefixInput = typedInput.refine(
  (prefix) => isCode(prefix + "0".repeat(randomLength)),
  `Expected up to ${codeLength.max - randomLength} characters without white space`,
);

export const createCodesInput = z
  .object({
    promotionId: idInput,
    code: givenCodeInput.optional().describe("One code; its letters' case does not matter"),
    count: z.int().min(1).max(maxCodes).optional().describe("Or so many that nobody can guess"),
    prefix: prefixInput.optional().describe("What those begin with: `SUMMER-`"),
    usageLimit: z
      .int()
      .min(1)
      .max(maxUses)
      .nullable()
      .describe("How many orders may use each: 1 is single use, null any number"),
  })
  .refine(({ code, count }) => (code === undefined) !== (count === undefined), {
    path: ["count"],
    message: "Expected either `code` or `count`",
  })
  .refine(({ count, prefix }) => prefix === undefined || count !== undefined, {
    path: ["prefix"],
    message: "Expected with `count`",
  })
  .meta({
    id: "CreateCodesInput",
    examples: [{ promotionId: "promo_1", count: 100, prefix: "SUMMER-", usageLimit: 1 }],
  });

export const createdCodesOutput = z.object({ codes: z.array(z.string()) }).meta({ id: "CreatedCodes" });

export const listCodesInput = pageInput
  .extend({
    promotionId: idInput,
    q: typedInput.optional().describe("How the code begins"),
    unused: z.boolean().default(false).describe("Whether only those that no order has used"),
  })
  .meta({ id: "CodesInput" });

export const endCodeInput = z.object({ code: typedInput.min(1) });

export const codeOutput = z
  .object({
    code: z.string(),
    promotionId: z.string(),
    usageLimit: z.int().nullable().describe("How many orders may use it; null is any number"),
    uses: z.int().describe("How many orders have"),
    endedAt: z.date().nullable().describe("When it was ended by hand"),
    createdAt: z.date(),
  })
  .meta({ id: "PromotionCode" });

export const codesOutput = z
  .object({ items: z.array(codeOutput), nextCursor: z.string().nullable() })
  .meta({ id: "PromotionCodePage" });

export type CreateCodesInput = z.infer<typeof createCodesInput>;
export type CreatedCodes = z.infer<typeof createdCodesOutput>;
export type ListCodesInput = z.infer<typeof listCodesInput>;
export type PromotionCode = z.infer<typeof codeOutput>;
export type CodePage = z.infer<typeof codesOutput>;
