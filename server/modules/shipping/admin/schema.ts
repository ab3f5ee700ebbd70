import { z } from "zod";
import { shippingKinds, shippingStatuses } from "../../../../db/enums.ts";
import { countryInput, idInput, taxClassInput } from "../../../core/contract.ts";
import {
  amountInput,
  currencyInput,
  textInput,
  versionInput,
  wordInput,
} from "../../catalog/admin/inputs.ts";
import { lineSelectionInput, lineSelectionOutput } from "../../catalog/line-selection.ts";
import { postalCodesInput, regionsInput } from "../place-inputs.ts";
import { locationInput, locationOutput } from "../schema.ts";
import { priceIssues } from "./price-issues.ts";

const maxZones = 300;
const maxSteps = 100;
const maxDays = 365;

const kindField = z.enum(shippingKinds);
const statusField = z
  .enum(shippingStatuses)
  .describe("An archived one is on offer no more; carts and orders that have it keep it");
const byField = z
  .enum(["flat", "weight", "subtotal", "quantity"])
  .describe(
    "What the steps go by: nothing, grams, what the goods cost in minor units, or units; of the lines that are sent",
  );

const zoneInput = z
  .object({
    country: countryInput,
    regions: regionsInput.default(null),
    postalCodes: postalCodesInput.default(null),
  })
  .describe("A country, or the part of it that regions and postal codes name")
  .meta({ id: "ShippingZoneInput" });

const priceInput = z
  .object({
    by: byField,
    steps: z
      .array(z.object({ upTo: z.int().min(0).nullable(), amount: amountInput }))
      .min(1)
      .max(maxSteps)
      .describe(
        "The first whose `upTo`, itself included, is not exceeded holds; null is no bound. Beyond the last it is not on offer",
      ),
    freeFrom: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe("What the goods have to come to, after their promotions, for it to be free; null is never"),
  })
  .superRefine((price, { addIssue }) => {
    for (const { path, message } of priceIssues(price)) {
      addIssue({ code: "custom", path: path.split("."), message });
    }
  })
  .meta({ id: "ShippingPriceInput" });

const maxCurrencies = 50;

const pricesInput = z
  .record(currencyInput, priceInput)
  .refine((prices) => Object.keys(prices).length > 0, "Expected a price in one currency at least")
  .refine((prices) => Object.keys(prices).length <= maxCurrencies, `Expected at most ${maxCurrencies}`)
  .meta({ examples: [{ EUR: { by: "weight", steps: [{ upTo: null, amount: 490 }] } }] })
  .describe("By currency (ISO 4217): it is on offer in those alone");

const daysInput = z
  .object({ min: z.int().min(0).max(maxDays), max: z.int().min(0).max(maxDays) })
  .refine(({ min, max }) => min <= max, { path: ["max"], error: "Expected no less than min" })
  .describe("Working days until it is there");

export const saveOptionInput = z
  .object({
    id: idInput.optional().describe("The option to change; a new one when left out"),
    version: versionInput,
    name: wordInput(200),
    description: textInput(1_000).optional(),
    kind: kindField.optional().describe("`delivery` in a new one"),
    status: statusField.optional(),
    zones: z
      .array(zoneInput)
      .min(1)
      .max(maxZones)
      .nullish()
      .describe("Where it delivers to: to any of them; null is everywhere"),
    prices: pricesInput,
    days: daysInput.nullish(),
    pickupAddress: locationInput.nullish().describe("Where what is picked up waits"),
    excluded: lineSelectionInput.nullish().describe("A cart with one of these is not sent by it"),
    taxClass: taxClassInput
      .nullish()
      .describe("Whose rates it is taxed by; null: as the goods are, in proportion to them"),
    position: z.int().min(0).max(1_000_000).optional().describe("Among the others, the lowest first"),
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ["version"],
    error: "Expected with `id`, and only with it",
  })
  .describe("What is left out stays; in a new one there is none of it");

export const adminShippingOptionOutput = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    kind: kindField,
    status: statusField,
    zones: z
      .array(
        z
          .object({
            country: z.string().describe("ISO 3166-1 alpha-2"),
            regions: z.array(z.string()).nullable(),
            postalCodes: z.array(z.string()).nullable(),
          })
          .meta({ id: "ShippingZone" }),
      )
      .nullable(),
    prices: z.record(
      z.string(),
      z
        .object({
          by: byField,
          steps: z.array(z.object({ upTo: z.int().nullable(), amount: z.int() })),
          freeFrom: z.int().nullable(),
        })
        .meta({ id: "ShippingPrice" }),
    ),
    days: z.object({ min: z.int(), max: z.int() }).nullable(),
    pickupAddress: locationOutput.nullable(),
    excluded: lineSelectionOutput.nullable(),
    taxClass: z.string().nullable(),
    position: z.int(),
    version: z.int().describe("Rises with every change"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "AdminShippingOption" });

export const adminShippingOptionsOutput = z.array(adminShippingOptionOutput);

export type SaveOptionInput = z.output<typeof saveOptionInput>;
export type AdminShippingOption = z.output<typeof adminShippingOptionOutput>;
