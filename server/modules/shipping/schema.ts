import { z } from "zod";
import { moneyOutput } from "../../core/contract.ts";
import { isCountryCode } from "../../core/countries.ts";

const required = (max: number) => z.string().trim().min(1).max(max);
const optional = (max: number) => z.string().trim().max(max).optional();

export const addressInput = z
  .object({
    firstName: required(100),
    lastName: required(100),
    company: optional(100),
    line1: required(200),
    line2: optional(200),
    city: required(100),
    region: optional(100).describe("State, province or county"),
    postalCode: required(20),
    country: z
      .string()
      .refine(isCountryCode, "Expected an ISO 3166-1 alpha-2 code")
      .describe("ISO 3166-1 alpha-2"),
    phone: optional(40),
  })
  .meta({ id: "Address" });

export const shippingOptionOutput = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    price: moneyOutput,
  })
  .meta({ id: "ShippingOption" });

export type ShippingOption = z.infer<typeof shippingOptionOutput>;
