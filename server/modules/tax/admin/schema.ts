import { z } from "zod";
import { countryInput, taxClassInput } from "../../../core/contract.ts";
import { standardTaxClass } from "../../../core/tax-classes.ts";
import { versionInput, wordInput } from "../../catalog/admin/inputs.ts";
import { postalCodesInput, regionInput } from "../../shipping/place-inputs.ts";
import { isExact } from "../rate-units.ts";
import { alikeIssues } from "./alike-issues.ts";
import { excessIssues } from "./excess-issues.ts";

const maxRates = 1_000;

const rateInput = z
  .object({
    name: wordInput(100).describe('What shoppers are shown: "VAT". Rates of different names add up'),
    region: regionInput.nullable().default(null).describe("As addresses write it; null is the whole country"),
    postalCodes: postalCodesInput.default(null),
    taxClass: taxClassInput.default(standardTaxClass),
    basisPoints: z
      .number()
      .min(0)
      .max(10_000)
      .refine(isExact, "Expected at most two decimals")
      .describe("Hundredths of a percent, with up to two decimals: 1900 is 19 %, 997.5 is 9.975 %"),
    onShipping: z.boolean().default(true).describe("Whether it is taken of shipping too"),
    reverseCharge: z
      .boolean()
      .default(false)
      .describe("Whether businesses with a VAT id owe it themselves when they buy from another country"),
  })
  .meta({ id: "TaxRateInput" });

export const saveRatesInput = z.object({
  country: countryInput.describe("ISO 3166-1 alpha-2"),
  version: versionInput.describe("Of the rates that are there; left out for a country that has none yet"),
  rates: z
    .array(rateInput)
    .max(maxRates)
    .superRefine((rates, { addIssue }) => {
      for (const { path, message } of [...alikeIssues(rates), ...excessIssues(rates)]) {
        addIssue({ code: "custom", path: path.split("."), message });
      }
    })
    .describe(
      "All of them: of one name the most local one holds, for the product's class before the standard one",
    ),
});

export const ratesInput = z.object({
  country: countryInput.optional().describe("Every country that has rates when left out"),
});

export const countryRatesOutput = z
  .object({
    country: z.string().describe("ISO 3166-1 alpha-2"),
    version: z.int().describe("Rises with every change"),
    rates: z.array(
      z
        .object({
          name: z.string(),
          region: z.string().nullable(),
          postalCodes: z.array(z.string()).nullable(),
          taxClass: z.string(),
          basisPoints: z.number().describe("With up to two decimals"),
          onShipping: z.boolean(),
          reverseCharge: z.boolean(),
        })
        .meta({ id: "AdminTaxRate" }),
    ),
  })
  .meta({ id: "AdminTaxRates" });

export const allRatesOutput = z.array(countryRatesOutput);

export type SaveRatesInput = z.output<typeof saveRatesInput>;
export type RatesInput = z.output<typeof ratesInput>;
export type CountryRates = z.output<typeof countryRatesOutput>;
export type AdminTaxRate = CountryRates["rates"][number];
