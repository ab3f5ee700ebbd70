import { z } from "zod";
import { maxAmount } from "../../../../db/limits.ts";
import { idInput } from "../../../core/contract.ts";
import { isCurrencyCode } from "../../../core/currencies.ts";
import { repeated } from "../repeated.ts";

/** Half a character would come back as another. */
const isWellFormed = (text: string) => text.isWellFormed();

/** Text of at most `max` characters, trimmed. */
export const textInput = (max: number) =>
  z.string().trim().max(max).refine(isWellFormed, "Expected text without broken characters");

/** The same, of at least one character. */
export const wordInput = (max: number) => textInput(max).min(1);

/** The same, or null for nothing. */
export const wordOrNull = (max: number) => wordInput(max).nullable();

export const slugInput = z
  .string()
  .normalize()
  .min(1)
  .max(200)
  .regex(/^[\p{L}\p{M}\p{N}_-]+$/u, "Expected letters, digits, hyphens and underscores");

export const currencyInput = z
  .string()
  .refine(isCurrencyCode, "Expected an ISO 4217 code")
  .describe("ISO 4217");

export const amountInput = z.int().min(0).max(maxAmount).describe("In minor units: 1990 is 19.90 EUR");

const maxAddress = 2_000;

/** Whether a text says where a file is: of the web, or of this server. */
export const isAddress = (text: string) =>
  text.length <= maxAddress &&
  text.isWellFormed() &&
  /^\/(?![/\\])|^https?:\/\//i.test(text) &&
  URL.canParse(text, "http://shop");

/** Where a file is: of the web, or of this server. */
export const addressInput = z
  .string()
  .max(maxAddress)
  .refine(isWellFormed, "Expected text without broken characters")
  .refine(isAddress, { error: "Expected an address that begins with https://, http:// or /" });

/** Of a record that is changed, by whoever has seen it. */
export const versionInput = z
  .int()
  .optional()
  .describe("The version that was seen: a later one is not written over");

/** A change of a record that is there. */
export const changeInput = z.object({ id: idInput, version: versionInput }).meta({ id: "ChangeInput" });

/** A list in which no two are alike by that key. */
export const distinct = <Item extends z.ZodType>(
  item: Item,
  max: number,
  keyOf: (item: z.output<Item>) => string | null | undefined,
  path: string[] = [],
) =>
  z
    .array(item)
    .max(max)
    .superRefine((items, { addIssue }) => {
      for (const index of repeated(items, keyOf)) {
        addIssue({ code: "custom", path: [index, ...path], message: "is named twice" });
      }
    });
