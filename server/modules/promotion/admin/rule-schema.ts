import { z } from "zod";
import { maxAmount, maxCartUnits } from "../../../../db/limits.ts";
import { currencyInput, distinct } from "../../catalog/admin/inputs.ts";
import { lineSelectionInput, lineSelectionOutput } from "../../catalog/line-selection.ts";
import { groupInput } from "../../customer/admin/schema.ts";
import { isTimeZone } from "../time-zone.ts";
import { refuseUnlessRising, refuseUnlessSpendRises } from "./tiers.ts";

// What comes in may leave out what asks for nothing; what goes out is whole. Both are db/schema/promotion-rule.ts
// (tests/types/promotion-rule.ts).

/** Of each kind of name in a condition. */
const maxNames = 250;
const maxTiers = 50;

const names = <Name extends z.ZodType<string>>(name: Name) => distinct(name, maxNames, (text) => text);

const unitsInput = z.int().min(1).max(maxCartUnits);
const basisPointsInput = z.int().min(1).max(10_000).describe("10,000 is all of it");

export const amountsInput = z
  .record(currencyInput, z.int().min(1).max(maxAmount))
  .refine((amounts) => Object.keys(amounts).length > 0, "Expected an amount in a currency")
  .readonly()
  .meta({ id: "Amounts", description: "In minor units, by currency (ISO 4217)" });

const conditions = {
  markets: names(z.string().min(1).max(50)).min(1).readonly().nullable().default(null).describe("Codes"),
  customerGroups: names(groupInput).min(1).readonly().nullable().default(null).describe("Any of them"),
  firstOrder: z.boolean().default(false).describe("Whether it is for those alone who have ordered nothing"),
  minSubtotal: amountsInput
    .nullable()
    .default(null)
    .describe("What the lines that it is on come to at least, before all promotions"),
  minQuantity: unitsInput.nullable().default(null).describe("The least units of the lines that it is on"),
  weekdays: distinct(z.int().min(1).max(7), 7, String)
    .min(1)
    .readonly()
    .nullable()
    .default(null)
    .describe("1 is Monday, 7 Sunday (ISO 8601), in `timeZone`"),
  timeZone: z
    .string()
    .refine(isTimeZone, "Expected an IANA time zone: Europe/Berlin")
    .default("UTC")
    .describe("IANA: `Europe/Berlin`"),
};

export const conditionsInput = z.object(conditions).meta({
  id: "PromotionConditionsInput",
  description: "All of them have to hold; null, false or left out asks for nothing",
});

export const conditionsOutput = z
  .object(conditions)
  .meta({ id: "PromotionConditions", description: "All of them have to hold" });

const targets = ["lines", "order", "shipping"] as const;

/** Those that say all of what they are on by their target. */
const plainEffects = [
  z
    .object({ type: z.literal("percentage"), target: z.enum(targets), basisPoints: basisPointsInput })
    .meta({ id: "PercentageEffect" }),
  z
    .object({
      type: z.literal("fixed_amount"),
      target: z.enum(targets).describe("Off each unit of `lines`, off the `order` once, or off `shipping`"),
      amounts: amountsInput,
    })
    .meta({ id: "FixedAmountEffect" }),
  z
    .object({
      type: z.literal("fixed_price"),
      target: z.enum(targets).exclude(["order"]),
      amounts: amountsInput.describe("What each unit, or shipping, costs where it costs more"),
    })
    .meta({ id: "FixedPriceEffect" }),
  z
    .object({
      type: z.literal("cheapest_free"),
      every: unitsInput.min(2).describe("Of how many units some are free"),
      free: unitsInput.describe("How many of them: the cheapest"),
    })
    .refine(({ every, free }) => free < every, { path: ["free"], message: "Expected less than `every`" })
    .meta({ id: "CheapestFreeEffect" }),
  z
    .object({
      type: z.literal("quantity_tiers"),
      tiers: z
        .array(z.object({ quantity: unitsInput, basisPoints: basisPointsInput }))
        .min(1)
        .max(maxTiers)
        .superRefine(refuseUnlessRising("quantity", "basisPoints"))
        .readonly(),
    })
    .meta({ id: "QuantityTiersEffect" }),
  z
    .object({
      type: z.literal("spend_tiers"),
      tiers: z
        .array(z.object({ amounts: amountsInput, basisPoints: basisPointsInput }))
        .min(1)
        .max(maxTiers)
        .superRefine(refuseUnlessRising("basisPoints"))
        .superRefine(refuseUnlessSpendRises)
        .readonly(),
    })
    .meta({ id: "SpendTiersEffect" }),
] as const;

const effectOn = <Selection extends z.ZodType>(selectionSchema: Selection) => {
  const lines = selectionSchema.nullable().default(null).describe("Null is all that it is on");
  const buyXGetY = z.object({
    type: z.literal("buy_x_get_y"),
    buy: z.object({ lines, quantity: unitsInput }),
    get: z.object({ lines, quantity: unitsInput, basisPoints: basisPointsInput }),
    times: unitsInput.nullable().default(null).describe("How often in one order; null is any number"),
  });
  return z.discriminatedUnion("type", [...plainEffects, buyXGetY]);
};

export const effectInput = effectOn(lineSelectionInput).meta({ id: "PromotionEffectInput" });

export const effectOutput = effectOn(lineSelectionOutput).meta({ id: "PromotionEffect" });
