import { z } from "zod";
import { distinct, wordInput } from "../catalog/admin/inputs.ts";
import { isPostalPattern } from "./postal-pattern.ts";

/** What of a country zones and tax rates name. */

const maxNames = 1_000;

export const regionInput = wordInput(100).describe("State, province or county, as addresses write it");

const postalPatternInput = z
  .string()
  .trim()
  .toUpperCase()
  .max(25)
  .refine(isPostalPattern, "Expected a postal code like 10115, 101* or 10000-19999");

export const regionsInput = distinct(regionInput, maxNames, (region) => region.toLowerCase())
  .min(1)
  .nullable()
  .describe("As addresses write them; null is all");

export const postalCodesInput = distinct(postalPatternInput, maxNames, (pattern) => pattern)
  .min(1)
  .nullable()
  .describe("`10115`, `101*` or `10000-19999`; null is all");
