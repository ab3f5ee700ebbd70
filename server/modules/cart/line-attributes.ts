import { z } from "zod";

/** Names that our way of sending objects takes none of. */
const reserved: ReadonlySet<string> = new Set(["constructor", "prototype"]);

const keyInput = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .refine((key) => !reserved.has(key), "This name is taken");

export const attributesInput = z
  .record(keyInput, z.string().max(500))
  .refine((attributes) => Object.keys(attributes).length <= 10, "A line has at most 10 attributes")
  .describe(
    "What the shopper wants of it, such as an engraving: lines that differ in it stand beside each other",
  );

/** What a shopper wants of a line, such as an engraving: its keys in order, so that equal wishes are equal texts. */
export function attributesText(attributes: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

/** The reverse of `attributesText`. */
export function readAttributes(text: string): Record<string, string> {
  return text === "{}" ? {} : JSON.parse(text); // nearly every line has none
}
