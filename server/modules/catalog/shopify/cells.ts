import { z } from "zod";
import { maxAmount } from "../../../../db/limits.ts";
import { taxClassInput } from "../../../core/contract.ts";
import { currencyExponent, parseAmount } from "../../../core/money.ts";
import { isAddress } from "../admin/inputs.ts";
import { maxCounts, maxLengths } from "../limits.ts";

/** Reads a cell with `read`, which answers undefined to what is not `expected`. */
function cell<Value>(expected: string, read: (text: string) => Value | undefined) {
  return z.string().transform((text, ctx): Value => {
    const value = read(text);
    if (value !== undefined) return value;
    ctx.addIssue(`Expected ${expected}, got ${quote(text)}`);
    return z.NEVER;
  });
}

const maxQuoted = 60;

function quote(text: string): string {
  if (text === "") return "nothing";
  return text.length > maxQuoted ? `"${text.slice(0, maxQuoted)}…"` : `"${text}"`;
}

/** As `cell`, but a blank cell is the value given. */
const cellOr = <Value, Blank>(blank: Blank, expected: string, read: (text: string) => Value | undefined) =>
  cell<Value | Blank>(expected, (text) => (text === "" ? blank : read(text)));

/** SQLite stores the character U+0000 but reads the text back cut off there. */
export const text = cell("text without the character U+0000", (text) =>
  text.includes("\0") ? undefined : text,
);

export const textUpTo = (max: number) => text.pipe(z.string().max(max, tooLong(max)));

export const textOrNull = (max: number) => textUpTo(max).transform((text) => text || null);

export const tooLong = (max: number) => `Expected at most ${max} characters`;

/** Words between commas, each once. */
export const tags = cell(
  `at most ${maxCounts.tags} words between commas, each of at most ${maxLengths.tag} characters`,
  (text) => {
    const words = wordsOf(text);
    return words.length <= maxCounts.tags && areUpTo(maxLengths.tag, words) ? words : undefined;
  },
);

function areUpTo(max: number, words: readonly string[]): boolean {
  return words.every((word) => word.length <= max);
}

/** What stands between the commas of a text, each once. */
export const wordsOf = (text: string): string[] => [...new Set(split(text, ","))];

/** "Home > Kitchen" as its parts. */
export const namesOf = (text: string): string[] => split(text, ">");

export const path = cell(`names of at most ${maxLengths.categoryName} characters`, (text) => {
  const names = namesOf(text);
  return areUpTo(maxLengths.categoryName, names) ? names : undefined;
});

function split(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** What an address of the shop can hold as it is. */
export const handle = cell("a handle like olive-oil", (text) =>
  /^[\p{L}\p{M}\p{N}_-]{1,200}$/u.test(text) ? text : undefined,
);

/** An SKU or barcode. Shopify writes an apostrophe before digits, so that a spreadsheet keeps their zeros. */
export const code = text
  .transform((text) => text.replace(/^'(?='*\d)/, ""))
  .pipe(z.string().max(maxLengths.code, tooLong(maxLengths.code)))
  .transform((text) => text || null);

const flags = new Map([
  ["true", true],
  ["false", false],
]);

/** However a spreadsheet writes it. */
export const flag = (blank: boolean) =>
  cellOr(blank, "true or false", (text) => flags.get(text.toLowerCase()));

const readTaxClass = (text: string) => taxClassInput.safeParse(text.toLowerCase()).data;

export const taxClassOrNull = cellOr(null, "a tax class like reduced", readTaxClass);

export const wholeNumber = <Blank>(blank: Blank) =>
  cellOr(blank, "a whole number", (text) => (/^-?\d+$/.test(text) ? safeInteger(Number(text)) : undefined));

export const grams = cellOr(0, "a weight in grams", (text) =>
  /^\d+(\.\d+)?$/.test(text) ? safeInteger(Math.round(Number(text))) : undefined,
);

function safeInteger(number: number): number | undefined {
  return Number.isSafeInteger(number) ? number : undefined;
}

export const oneOf = <Word extends string>(words: readonly Word[], blank: Word) =>
  cellOr(blank, `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`, (text) =>
    words.find((word) => word === text.toLowerCase()),
  );

const readAddress = (text: string) => (isAddress(text) ? text : undefined);

export const webAddress = cell("a web address", readAddress);

export const webAddressOrNull = cellOr(null, "a web address", readAddress);

export const amountOrNull = (currency: string) =>
  cellOr(null, amountLike(currency), (text) => amountInRange(text, currency));

function amountInRange(text: string, currency: string): number | undefined {
  const amount = parseAmount(text, currency);
  return amount !== undefined && amount <= maxAmount ? amount : undefined;
}

function amountLike(currency: string): string {
  const exponent = currencyExponent(currency);
  return `an amount like ${exponent === 0 ? "1990" : `19.${"9".padEnd(exponent, "0")}`}`;
}
