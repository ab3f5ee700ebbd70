import type { z } from "zod";
import { type JsonSchema, jsonSchemaOf } from "./json-schema.ts";
import type { RestRoute } from "./routes.ts";

const written = new Map<RestRoute, JsonSchema | undefined>();

/** The schema of what a route takes, parameters and all; undefined where it takes nothing. Written when it is asked for first. */
export function inputSchemaOf(route: RestRoute): JsonSchema | undefined {
  if (!written.has(route)) written.set(route, write(route));
  return written.get(route);
}

function write({ procedure }: RestRoute): JsonSchema | undefined {
  // Sound: every procedure's input is a zod schema, which a test holds them to.
  const [schema] = procedure._def.inputs as z.core.$ZodType[];
  return schema && jsonSchemaOf(schema, "input");
}
