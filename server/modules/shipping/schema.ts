import { z } from "zod";
import { countryInput, moneyOutput } from "../../core/contract.ts";
import { addressIssues, tidyAddress } from "./address-rules.ts";

const required = (max: number) => z.string().trim().min(1).max(max);
const optional = (max: number) => z.string().trim().max(max).optional();

/** An address that is kept: one from before a rule of its country was known is still shown. */
export const addressOutput = z
  .object({
    firstName: required(100),
    lastName: required(100),
    company: optional(100),
    line1: required(200),
    line2: optional(200),
    city: required(100),
    region: optional(100).describe("State, province or county"),
    postalCode: z.string().trim().max(20).describe("Empty where the country has no codes"),
    country: countryInput.describe("ISO 3166-1 alpha-2"),
    phone: optional(40),
  })
  .meta({ id: "Address" });

/** An address as its country has them, its postal code written as there. */
export const addressInput = addressOutput
  .superRefine((address, { addIssue }) => {
    for (const { path, message } of addressIssues(address)) {
      addIssue({ code: "custom", path: [path], message });
    }
  })
  .overwrite(tidyAddress);

export const shippingOptionOutput = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    price: moneyOutput,
  })
  .meta({ id: "ShippingOption" });

export type ShippingOption = z.infer<typeof shippingOptionOutput>;
