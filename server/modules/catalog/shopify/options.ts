import { maxLengths } from "../limits.ts";
import type { Cells, Column } from "./columns.ts";

const numbers = [1, 2, 3] as const;

type OptionNumber = (typeof numbers)[number];

export interface Options {
  /** Undefined when no row names them. */
  names: string[] | undefined;
  /** Which of the three option columns hold the values. */
  numbers: OptionNumber[];
}

/** What the variants in the rows of a product are told apart by. The names stand in one row, mostly the first. */
export function readOptions(rows: readonly Cells[]): Options {
  if (rows.every(isDefaultVariant)) {
    const told = rows.some((cells) => optionName(cells, 1) !== "");
    return { names: told ? [] : undefined, numbers: [] };
  }
  const naming = rows.find((cells) => numbers.some((number) => optionName(cells, number) !== ""));
  if (!naming) {
    const used = numbers.filter((number) => rows.some((cells) => optionValue(cells, number) !== ""));
    return { names: undefined, numbers: used };
  }
  const named = numbers.filter((number) => optionName(naming, number) !== "");
  return { names: named.map((number) => optionName(naming, number)), numbers: named };
}

/** Shopify's way to write that a product has no options: one named Title whose only value is Default Title. */
function isDefaultVariant(cells: Cells): boolean {
  return (
    ["", "Title"].includes(optionName(cells, 1)) &&
    ["", "Default Title"].includes(optionValue(cells, 1)) &&
    optionName(cells, 2) === ""
  );
}

/** A variant's value for each option; undefined when the file has no column for them. */
export function readOptionValues(cells: Cells, options: Options): string[] | undefined {
  if (cells["Option1 Value"] === undefined) return undefined;
  return options.numbers.map((number) => optionValue(cells, number));
}

/** The first column in which a variant lacks the value of an option. */
export function missingOption(cells: Cells, options: Options): Column | undefined {
  const missing = options.numbers.find((number) => cells[`Option${number} Value`] === "");
  return missing && `Option${missing} Value`;
}

/** The first column that holds a name longer than any may be. */
export function longOptionName({ names = [], numbers }: Options): Column | undefined {
  const number = numbers.find((_, index) => (names[index] ?? "").length > maxLengths.optionName);
  return number && `Option${number} Name`;
}

function optionName(cells: Cells, number: OptionNumber): string {
  return cells[`Option${number} Name`] ?? "";
}

function optionValue(cells: Cells, number: OptionNumber): string {
  return cells[`Option${number} Value`] ?? "";
}
