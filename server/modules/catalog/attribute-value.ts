import type { AttributeType } from "../../../db/enums.ts";

export type AttributeValue = string | number | boolean;

/** What is told of an attribute that its values are checked against. */
export interface AttributeDefinition {
  type: AttributeType;
  /** Of a choice; null for the other types. */
  choices: readonly string[] | null;
}

/** How a value is stored: one of the two is null. */
export interface StoredValue {
  text: string | null;
  number: number | null;
}

/** Digits that a number keeps wherever it goes: SQLite reads those of a text exactly, and of more not always. */
const digits = 15;

/** The sizes of numbers that anybody measures a product by. */
const [smallest, largest] = [1e-9, 1e15];

/** Why a value is none of the attribute's; undefined when it is one. */
export function valueProblem(
  { type, choices }: AttributeDefinition,
  value: AttributeValue,
): string | undefined {
  if (type === "choice") {
    const isChoice = typeof value === "string" && choices?.includes(value);
    return isChoice ? undefined : `Expected one of ${choices?.join(", ")}`;
  }
  if (type === "number" && typeof value === "number" && value !== 0) {
    const size = Math.abs(value);
    if (size < smallest || size > largest) return `Expected a number between ${smallest} and ${largest}`;
  }
  const expected = ({ text: "string", number: "number", boolean: "boolean" } as const)[type];
  return typeof value === expected ? undefined : `Expected a ${type === "text" ? "text" : expected}`;
}

export function storeValue(value: AttributeValue): StoredValue {
  return typeof value === "string"
    ? { text: value, number: null }
    : { text: null, number: Number(Number(value).toPrecision(digits)) };
}

export function readValue({ type }: Pick<AttributeDefinition, "type">, stored: StoredValue): AttributeValue {
  if (stored.text !== null) return stored.text;
  return type === "boolean" ? stored.number === 1 : (stored.number ?? 0);
}
