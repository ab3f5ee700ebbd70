import { z } from "zod";
import { roundingModes, taxRoundings } from "../../../../db/enums.ts";
import { countryInput, localeInput } from "../../../core/contract.ts";
import { marketOutput } from "../market-schema.ts";
import { currencyInput, distinct, versionInput, wordInput } from "./inputs.ts";

const countriesInput = distinct(countryInput, 300, (code) => code)
  .min(1)
  .nullable()
  .describe("ISO 3166-1 alpha-2 codes; null is everywhere");

export const saveMarketInput = z.object({
  code: z
    .string()
    .max(50)
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "Expected a-z, 0-9, - and _")
    .describe("What `market` takes: `de`, `us-wholesale`"),
  version: versionInput.describe("Of the one that is there; left out for a new one"),
  name: wordInput(200),
  currency: currencyInput.describe("ISO 4217; carts that are there keep theirs"),
  locale: localeInput,
  countries: countriesInput,
  pricesIncludeTax: z.boolean(),
  taxCountry: countryInput
    .nullish()
    .describe("Where it sells from: a cart without an address is taxed as there; null is not at all"),
  taxRounding: z
    .enum(taxRoundings)
    .optional()
    .describe("What of a tax is rounded: that of each line, or that of the whole order; `line` in a new one"),
  rounding: z
    .enum(roundingModes)
    .optional()
    .describe("Where halves of a minor unit go; `half_up` in a new one"),
  isDefault: z
    .boolean()
    .optional()
    .describe("True takes it from the one that is; the default one gives it up no other way"),
});

export const removeMarketInput = z.object({ code: z.string().min(1).max(50), version: versionInput });

export const adminMarketOutput = marketOutput
  .extend({
    taxCountry: z.string().nullable(),
    taxRounding: z.enum(taxRoundings),
    rounding: z.enum(roundingModes),
    version: z.int().describe("Rises with every change"),
  })
  .meta({ id: "AdminMarket" });

export const adminMarketsOutput = z.array(adminMarketOutput);

export type SaveMarketInput = z.infer<typeof saveMarketInput>;
export type RemoveMarketInput = z.infer<typeof removeMarketInput>;
export type AdminMarket = z.infer<typeof adminMarketOutput>;
