import { z } from "zod";
import { taxReliefs } from "../../../db/enums.ts";
import { moneyOutput } from "../../core/contract.ts";

export const totalsOutput = z
  .object({
    subtotal: moneyOutput.describe("The sum of the lines"),
    discount: moneyOutput.describe("Off the lines; what is taken off shipping stands in its price"),
    shipping: moneyOutput.describe("After its own discount"),
    tax: moneyOutput.describe("Of the lines and shipping; `taxIncluded` says whether the other sums hold it"),
    total: moneyOutput.describe("subtotal - discount + shipping, + tax where it is not included"),
  })
  .meta({ id: "Totals" });

export const adjustmentOutput = z
  .object({
    promotionId: z.string(),
    name: z.string(),
    code: z.string().nullable().describe("Null where the promotion came by itself"),
    amount: moneyOutput.describe("What it takes off"),
  })
  .meta({ id: "Adjustment" });

export const taxOutput = z
  .object({
    name: z.string(),
    rate: z.number().describe("In basis points, with up to two decimals: 1900 is 19 %"),
    amount: moneyOutput,
  })
  .meta({ id: "Tax" });

/** What makes up a price: of a line, or of shipping. */
export const pricedOutput = z
  .object({
    subtotal: moneyOutput.describe("Before anything is taken off"),
    discount: moneyOutput,
    adjustments: z
      .array(adjustmentOutput)
      .describe("What makes up the discount, in the order of application"),
    tax: moneyOutput,
    taxes: z.array(taxOutput),
    total: moneyOutput.describe("subtotal - discount, + tax where it is not included"),
  })
  .meta({ id: "Priced" });

export const taxReliefOutput = z
  .enum(taxReliefs)
  .nullable()
  .describe("Why the buyer pays no tax: amounts are without it then");
