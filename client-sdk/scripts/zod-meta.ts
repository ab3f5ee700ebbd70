import { z } from "zod";

type Schema = z.core.$ZodType;

/** The schema with an id that this one is, or is a described or refined copy of. */
export function namedAncestor(schema: Schema): { id: string; schema: Schema } | undefined {
  const { id } = z.globalRegistry.get(schema) ?? {};
  if (id !== undefined) return { id, schema };
  const { parent } = schema._zod;
  return parent && namedAncestor(parent);
}

/** What is said of a schema where it is used: its description, unless that stands at its declaration already. */
export function describe(schema: Schema): string[] {
  const { description } = z.globalRegistry.get(schema) ?? {};
  const named = namedAncestor(schema);
  if (named && description === z.globalRegistry.get(named.schema)?.description) return [];
  if (description !== undefined) return [description];
  const { def } = schema._zod;
  // A description stays behind on what `.optional()` and the like wrap.
  return "innerType" in def && def.innerType instanceof z.core.$ZodType ? describe(def.innerType) : [];
}
