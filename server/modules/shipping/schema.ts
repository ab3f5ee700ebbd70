import { z } from "zod";
import { shippingKinds } from "../../../db/enums.ts";
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
export const addressInput = addressOutput.superRefine(refuseUnlike).overwrite(tidyAddress);

/** The same of a place where nobody in particular is, such as a shop's counter. */
export const locationOutput = addressOutput
  .omit({ firstName: true, lastName: true })
  .meta({ id: "Location" });

export const locationInput = locationOutput.superRefine(refuseUnlike).overwrite(tidyAddress);

function refuseUnlike(address: z.output<typeof locationOutput>, { addIssue }: z.RefinementCtx): void {
  for (const { path, message } of addressIssues(address)) addIssue({ code: "custom", path: [path], message });
}

/** A way for a cart to reach its buyer, whatever it costs. */
const shippingWay = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    kind: z.enum(shippingKinds),
    days: z
      .object({ min: z.int(), max: z.int() })
      .nullable()
      .describe("Working days until it is there; null where nobody says"),
    pickupAddress: locationOutput.nullable().describe("Where what is picked up waits"),
  })
  .meta({ id: "ShippingWay" });

export const shippingOptionOutput = shippingWay
  .extend({ price: moneyOutput.describe("For the cart as it is, before promotions on shipping") })
  .meta({ id: "ShippingOption" });

export const chosenOptionOutput = shippingWay
  .extend({ price: moneyOutput.nullable().describe("Null where it does not take the cart as it is now") })
  .meta({ id: "ChosenShippingOption" });

export type ShippingOption = z.infer<typeof shippingOptionOutput>;
