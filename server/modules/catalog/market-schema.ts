import { z } from "zod";

export const marketOutput = z
  .object({
    code: z.string().describe("What `market` takes"),
    name: z.string(),
    currency: z.string().describe("ISO 4217; of every price in it"),
    locale: z.string().describe("The language its texts are in, where they are translated (BCP 47)"),
    countries: z.array(z.string()).nullable().describe("ISO 3166-1 alpha-2 codes; null is everywhere"),
    pricesIncludeTax: z.boolean().describe("Whether its prices are what is paid, tax and all"),
    isDefault: z.boolean().describe("Whether it is the one where none is named: one of them is"),
  })
  .meta({ id: "Market" });

export const marketsOutput = z.array(marketOutput);

export type PublicMarket = z.infer<typeof marketOutput>;
