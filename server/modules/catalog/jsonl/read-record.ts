import type { z } from "zod";
import type { ProductDraft, VariantDraft } from "../product-draft.ts";
import type { Issue } from "../shopify/issue.ts";
import type { Line } from "./read-lines.ts";
import { type HeaderRecord, headerRecord, type ProductRecord, productRecord } from "./record.ts";

/** A draft that knows its line. */
export interface JsonlProduct extends ProductDraft {
  line: number;
}

/** What a line says, and what of it nobody understands or why none of it can be read. */
interface ReadLine {
  header?: HeaderRecord | undefined;
  product?: JsonlProduct | undefined;
  issues: Issue[];
}

/** Reads a line as a product, or the first one as what products refer to. */
export function readRecord({ line, text }: Line): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, "") : text);
  } catch {
    return { issues: [{ line, column: null, message: "Expected JSON, a whole product on each line" }] };
  }
  if (line === 1 && isObject(value) && "bodega" in value) {
    const { data: header, issues } = read(headerRecord, value, line);
    return { header, issues };
  }
  const { data, issues } = read(productRecord, value, line);
  return { product: data && toDraft(data, line), issues };
}

/** A field that nobody knows is told, and the rest is read without it. */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown, line: number) {
  const first = schema.safeParse(value);
  if (first.success) return { data: first.data, issues: [] };
  const unknown = first.error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [];
    return issue.keys.map((key) => ({ parent: issue.path, key }));
  });
  for (const { parent, key } of unknown) Reflect.deleteProperty(follow(value, parent), key);
  const told = unknown.map(({ parent, key }) => ({
    line,
    column: [...parent, key].join("."),
    message: "There is no such field: it is left out",
  }));
  const { data, error } = schema.safeParse(value);
  const wrong = (error?.issues ?? []).map((issue) => ({
    line,
    column: issue.path.join(".") || null,
    message: (issue.code === "invalid_key" && issue.issues[0]?.message) || issue.message,
  }));
  return { data, issues: [...told, ...wrong] };
}

function follow(value: unknown, path: readonly PropertyKey[]): object {
  let at = value;
  for (const key of path) at = isObject(at) ? Reflect.get(at, key) : undefined;
  return isObject(at) ? at : {};
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function toDraft(record: ProductRecord, line: number): JsonlProduct {
  const { slug, optionNames, images, variants, ...details } = record;
  return {
    line,
    slug,
    details,
    optionNames,
    variants: variants.map(({ image, ...variant }): VariantDraft => ({ ...variant, imageUrl: image })),
    images,
    isWhole: true,
    isBare: variants.length === 0,
  };
}
