import { z } from "zod";

/** What is used of JSON Schema, as zod writes it. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  description?: string;
  [keyword: string]: unknown;
}

/** A zod schema in JSON Schema, with what has a name of its own under `$defs`. Dates are texts there. */
export function jsonSchemaOf(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...written } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type !== "date") return;
      jsonSchema.type = "string";
      jsonSchema.format = "date-time";
    },
  });
  // Sound: zod writes JSON Schema, of which this is a part.
  return written as JsonSchema;
}

/** The schema that a reference leads to, within the one that it stands in. */
export function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.slice("#/$defs/".length);
  const found = name === undefined ? undefined : root.$defs?.[name];
  return found ? resolve(found, root) : schema;
}
