import { z } from "zod";
import { isCountryCode } from "./countries.ts";
import { canonicalLocale } from "./locales.ts";

/** The shapes that several procedures share. */

export const moneyOutput = z
  .object({
    amount: z.int().describe("In minor units: 1990 is 19.90 EUR"),
    currency: z.string().describe("ISO 4217"),
  })
  .meta({ id: "Money" });

/** An amount that a client was shown before, to compare. */
export const moneyInput = z
  .object({ amount: z.int().min(0), currency: z.string().length(3) })
  .meta({ id: "MoneyInput" });

export const imageOutput = z.object({ url: z.string(), alt: z.string() }).meta({ id: "Image" });

export const countryInput = z
  .string()
  .refine(isCountryCode, "Expected an ISO 3166-1 alpha-2 code")
  .meta({ examples: ["DE"] });

/** An id as a client sends it: any short text; one that names nothing is not found, not malformed. */
export const idInput = z.string().min(1).max(100);

export const marketInput = z
  .string()
  .min(1)
  .max(50)
  .optional()
  .describe("The code of a market; the store's default one when left out");

/** Whose rates something is taxed by. */
export const taxClassInput = z
  .string()
  .max(50)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "Expected a-z, 0-9, - and _")
  .describe("Whose rates it is taxed by: `standard`, `reduced`, or any other that the rates name");

export type Image = z.infer<typeof imageOutput>;

/** A language as BCP 47 writes it, whatever its letters' case was. */
export const localeInput = z
  .string()
  .max(35)
  .refine((tag) => canonicalLocale(tag) !== undefined, "Expected a language as BCP 47 writes it: de, de-AT")
  .overwrite((tag) => canonicalLocale(tag) ?? tag)
  .describe("BCP 47: `de`, `de-AT`");
