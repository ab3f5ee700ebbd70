import { type JsonSchema, resolve } from "./json-schema.ts";

/**
 * What came as text, or as JSON, with the types that its schema tells: dates, and in an address numbers and truth values
 * too. What is none of what is expected stays as it is, for the procedure to refuse by its path.
 */
export function readValue(value: unknown, schema: JsonSchema, root: JsonSchema): unknown {
  const known = resolve(schema, root);
  const alternatives = known.anyOf ?? known.oneOf;
  if (alternatives) return readAlternative(value, alternatives, root);
  if (known.type === "array") return readList(value, known.items ?? {}, root);
  if (isRecord(value)) return readRecord(value, known, root);
  return typeof value === "string" ? readText(value, known) : value;
}

/** By the first of them that makes something else of it: a text is what is left. */
function readAlternative(value: unknown, alternatives: readonly JsonSchema[], root: JsonSchema): unknown {
  if (isRecord(value)) {
    const meant = alternatives.find((each) => isMeant(value, resolve(each, root), root));
    return meant ? readValue(value, meant, root) : value;
  }
  for (const each of alternatives) {
    const read = readValue(value, each, root);
    if (read !== value) return read;
  }
  return value;
}

/** Whether a record is of that kind, by the words that tell kinds apart. */
function isMeant(
  value: Record<string, unknown>,
  { type, properties = {} }: JsonSchema,
  root: JsonSchema,
): boolean {
  if (type !== "object") return false;
  return Object.entries(properties).every(([key, property]) => {
    const { const: word } = resolve(property, root);
    return word === undefined || word === value[key];
  });
}

/** In an address one of a list looks like none. */
function readList(value: unknown, items: JsonSchema, root: JsonSchema): unknown {
  if (Array.isArray(value)) return value.map((each) => readValue(each, items, root));
  return typeof value === "string" ? [readValue(value, items, root)] : value;
}

function readRecord(value: Record<string, unknown>, schema: JsonSchema, root: JsonSchema): unknown {
  const others = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      readValue(each, schema.properties?.[key] ?? others, root),
    ]),
  );
}

function readText(text: string, { type, format }: JsonSchema): unknown {
  const types = new Set([type].flat());
  if (format === "date-time") {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? text : date;
  }
  if ((types.has("integer") || types.has("number")) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
