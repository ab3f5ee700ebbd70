import { type JsonSchema, resolve } from "./json-schema.ts";

/** Texts that look like what is meant, by the format or the field's name. */
const texts: Readonly<Record<string, string>> = {
  "date-time": "2026-05-01T12:00:00.000Z",
  email: "ada@example.com",
  uri: "https://shop.example/media/cup.webp",
  url: "https://shop.example/media/cup.webp",
  currency: "EUR",
  country: "DE",
  locale: "de-AT",
  market: "eu",
  slug: "stoneware-cup",
  sku: "CUP-1",
  title: "Stoneware cup",
  firstName: "Ada",
  lastName: "Lovelace",
  line1: "12 Harbour Street",
  city: "Berlin",
  postalCode: "10115",
  password: "seven boats in a row",
  newPassword: "nine sheep upon the hill",
};

/** A value that a schema allows, for people to read: what is optional is left out of inputs deeper down. */
export function exampleOf(schema: JsonSchema, root: JsonSchema, name = ""): unknown {
  const known = resolve(schema, root);
  if (known.examples) return known.examples[0];
  if (known.const !== undefined) return known.const;
  if (known.default !== undefined) return known.default;
  if (known.enum) return known.enum[0];
  const first = (known.anyOf ?? known.oneOf)?.[0];
  if (first) return exampleOf(first, root, name);
  switch ([known.type].flat()[0]) {
    case "object":
      return exampleRecord(known, root);
    case "array":
      return [exampleOf(known.items ?? {}, root, name)];
    case "integer":
    case "number":
      return exampleNumber(known);
    case "boolean":
      return true;
    case "string":
      return exampleText(known, name);
    default:
      return null;
  }
}

function exampleRecord({ properties = {}, required = [] }: JsonSchema, root: JsonSchema): unknown {
  return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] ?? {}, root, key)]));
}

function exampleNumber({ minimum }: JsonSchema): number {
  return typeof minimum === "number" && minimum > 1 ? minimum : 1;
}

function exampleText({ format, minLength }: JsonSchema, name: string): string {
  const text = texts[format ?? ""] ?? texts[name] ?? (/[iI]d$/.test(name) ? "id_1" : "text");
  return typeof minLength === "number" ? text.padEnd(minLength, ".") : text;
}
