import type { z } from "zod";
import type { $ZodType } from "zod/v4/core";

/** A place in an input where a value may stand, and what it has to be like there. */
export interface Field {
  /** A list's first item is at `0`, a record's at `key`. */
  path: string[];
  schema: $ZodType;
}

/** Every field of an input, those within others and within lists too, in all alternatives; the whole is one of them. */
export function fieldsOf(schema: $ZodType, path: string[] = []): Field[] {
  return [{ path, schema }, ...fieldsBelow(schema, path)];
}

function fieldsBelow(schema: $ZodType, path: string[]): Field[] {
  // Sound: every schema is of one of zod's own classes.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return Object.entries(def.shape).flatMap(([name, field]) => fieldsOf(field, [...path, name]));
    case "array":
      return fieldsOf(def.element, [...path, "0"]);
    case "record":
      return fieldsOf(def.valueType, [...path, "key"]);
    case "union":
      return def.options.flatMap((option) => fieldsBelow(option, path));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
      return fieldsBelow(def.innerType, path);
    case "pipe":
      return fieldsBelow(def.in, path);
    default:
      return [];
  }
}

/** The input with that value in that place; lists and objects on the way are made where there are none. */
export function withValue(input: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (step === "0") {
    const [first, ...others] = Array.isArray(input) ? input : [];
    return [withValue(first, rest, value), ...others];
  }
  const known = typeof input === "object" && input !== null ? input : {};
  return { ...known, [step]: withValue(Reflect.get(known, step), rest, value) };
}
