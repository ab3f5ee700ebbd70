import { z } from "zod";
import { stockPolicies } from "../../../../db/enums.ts";
import { maxCartUnits } from "../../../../db/limits.ts";
import { idInput } from "../../../core/contract.ts";
import { maxCounts, maxLengths } from "../limits.ts";
import {
  addressInput,
  amountInput,
  currencyInput,
  distinct,
  versionInput,
  wordInput,
  wordOrNull,
} from "./inputs.ts";

export const maxVariants = 250;

export const offerInput = z
  .object({
    amount: amountInput,
    minQuantity: z.int().min(1).max(1_000_000).optional().describe("From how many units on; 1 by default"),
    startsAt: z.date().nullish(),
    endsAt: z.date().nullish().describe("The first moment it no longer holds"),
  })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || endsAt > startsAt, {
    path: ["endsAt"],
    error: "Expected a moment after startsAt",
  })
  .meta({ id: "OfferInput" });

const compareAtInput = amountInput
  .nullish()
  .describe("What it cost before; when left out it stays, as long as it is above the amount");
const offersInput = z
  .array(offerInput)
  .max(maxCounts.offers)
  .optional()
  .describe("All of them: the lowest that holds counts. They stay when left out");

const isAbove = ({
  amount,
  compareAtAmount,
}: {
  amount: number | null;
  compareAtAmount?: number | null | undefined;
}) => amount === null || typeof compareAtAmount !== "number" || compareAtAmount > amount;
const notAbove = { path: ["compareAtAmount"], error: "Expected more than the amount" };

export const priceInput = z
  .object({
    currency: currencyInput,
    amount: amountInput,
    compareAtAmount: compareAtInput,
    offers: offersInput,
  })
  .refine(isAbove, notAbove)
  .meta({ id: "PriceInput" });

export const pricesInput = distinct(priceInput, maxCounts.prices, ({ currency }) => currency, ["currency"]);

const stockInput = z.object({
  policy: z.enum(stockPolicies).default("deny"),
  onHand: z.int().min(0).max(1_000_000_000).default(0),
});

const millimetres = z.int().min(1).max(1_000_000).nullish().describe("Of the parcel");

const variantFields = z
  .object({
    sku: wordOrNull(maxLengths.code).optional(),
    barcode: wordOrNull(maxLengths.code).optional(),
    optionValues: z
      .array(wordInput(maxLengths.optionValue))
      .max(maxCounts.options)
      .optional()
      .describe("One value for each of the options"),
    weightGrams: z.int().min(0).max(1_000_000_000).optional(),
    lengthMm: millimetres,
    widthMm: millimetres,
    heightMm: millimetres,
    requiresShipping: z.boolean().optional().describe("Whether it is a thing; true by default"),
    maxPerOrder: z
      .int()
      .min(1)
      .max(maxCartUnits)
      .nullish()
      .describe("How many units a cart takes of it; null is as many as there are"),
    imageId: idInput.nullish().describe("Of one of the product's images"),
    imageUrl: addressInput.optional().describe("The same by the image's address"),
    prices: pricesInput.optional().describe("All of them"),
  })
  .meta({ id: "VariantFields" });

export const newVariantInput = z
  .object({ ...variantFields.shape, stock: stockInput.optional().describe("What there is to sell at first") })
  .meta({ id: "NewVariantInput" });

export const variantInput = z
  .object({
    id: idInput.optional().describe("Of the variant to change; a new one when left out"),
    ...variantFields.shape,
    stock: stockInput.optional().describe("What there is to sell at first, of a new one alone"),
  })
  .refine(({ id, stock }) => id === undefined || stock === undefined, {
    path: ["stock"],
    error: "Expected none: the stock of a variant that is there is changed in the inventory",
  })
  .meta({ id: "VariantInput" });

export const optionNamesInput = distinct(wordInput(maxLengths.optionName), maxCounts.options, (name) => name);

export const saveVariantsInput = z.object({
  productId: idInput,
  version: versionInput,
  optionNames: optionNamesInput.optional().describe("Stay when left out"),
  variants: distinct(variantInput, maxVariants, ({ id }) => id, ["id"]).describe("In their order"),
  removeOthers: z
    .boolean()
    .optional()
    .describe("Whether variants that are not named go; they stay by default"),
});

export const setPricesInput = z.object({
  prices: distinct(
    z
      .object({
        variantId: idInput,
        currency: currencyInput,
        amount: amountInput.nullable().describe("In minor units; null takes it out of sale in the currency"),
        compareAtAmount: compareAtInput,
        offers: offersInput,
      })
      .refine(isAbove, notAbove),
    1_000,
    ({ variantId, currency }) => `${currency} ${variantId}`,
  ).min(1),
});

const offerOutput = z
  .object({
    amount: z.int(),
    minQuantity: z.int(),
    startsAt: z.date().nullable(),
    endsAt: z.date().nullable(),
  })
  .meta({ id: "Offer" });

const adminPriceOutput = z
  .object({
    currency: z.string(),
    amount: z.int(),
    compareAtAmount: z.int().nullable(),
    offers: z.array(offerOutput),
  })
  .meta({ id: "AdminPrice" });

export const adminVariantOutput = z
  .object({
    id: z.string(),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    title: z.string(),
    optionValues: z.array(z.string()),
    weightGrams: z.int(),
    lengthMm: z.int().nullable(),
    widthMm: z.int().nullable(),
    heightMm: z.int().nullable(),
    requiresShipping: z.boolean(),
    maxPerOrder: z.int().nullable(),
    imageId: z.string().nullable(),
    prices: z.array(adminPriceOutput),
    stock: z
      .object({ policy: z.enum(stockPolicies), onHand: z.int(), reserved: z.int() })
      .describe("Changed in the inventory"),
  })
  .meta({ id: "AdminVariant" });

export type NewVariantInput = z.output<typeof newVariantInput>;
export type VariantInput = z.output<typeof variantInput>;
export type SaveVariantsInput = z.output<typeof saveVariantsInput>;
export type SetPricesInput = z.output<typeof setPricesInput>;
export type AdminVariant = z.output<typeof adminVariantOutput>;
