import { z } from "zod";

/** Which type of a schema is meant: what it takes (what has a default may be left out) or what it gives. */
export type Side = "input" | "output";

/** What an optional or nullable schema adds to the one that it wraps. */
export type Empty = "null" | "undefined";

type Schema = z.core.$ZodType;

/** What a zod schema says of the type that TypeScript infers from it: a name, words, and the same of its parts. */
export interface Notes {
  /** Of the schema with an id that this one is, or is a described or refined copy of. */
  id: string | undefined;
  /** Of that schema itself. */
  idDoc: string | undefined;
  /** What is said where the schema is used, unless that stands at its declaration already. */
  doc: string | undefined;
  /** What may stand in its place, which a name does not speak for. */
  empty: ReadonlySet<Empty>;
  /** The schema itself, which objects that are made of each other share. */
  schema: Schema;
  side: Side;
}

/** The notes of one side of a schema; undefined for what is no schema of zod's. */
export function notesOf(schema: unknown, side: Side): Notes | undefined {
  return schema instanceof z.core.$ZodType ? unwrap(schema, side, schema, new Set()) : undefined;
}

/** The notes of several inputs, which a procedure takes all at once. */
export function notesOfAll(schemas: readonly unknown[], side: Side): Notes | undefined {
  const [first, ...more] = schemas.filter((schema) => schema instanceof z.core.$ZodType);
  return notesOf(first && more.reduce<Schema>((left, right) => z.intersection(left, right), first), side);
}

/** The same without its name: what it is made of. */
export function inside({ schema, side }: Notes): Notes {
  return unwrap(schema, side, schema, new Set(), "nameless");
}

function unwrap(
  schema: Schema,
  side: Side,
  outer: Schema,
  empty: ReadonlySet<Empty>,
  nameless?: "nameless",
): Notes {
  const named = nameless ? undefined : namedAncestor(schema);
  if (!named) {
    const { def } = known(schema)._zod;
    switch (def.type) {
      case "optional":
      case "default":
      case "prefault":
        return unwrap(def.innerType, side, outer, new Set([...empty, "undefined"]));
      case "nullable":
        return unwrap(def.innerType, side, outer, new Set([...empty, "null"]));
      case "nonoptional":
      case "readonly":
      case "catch":
      case "promise":
        return unwrap(def.innerType, side, outer, empty);
      case "lazy":
        return unwrap(def.getter(), side, outer, empty);
      case "pipe":
        return unwrap(side === "input" ? def.in : def.out, side, outer, empty);
    }
  }
  const idDoc = named && z.globalRegistry.get(named.schema)?.description;
  const doc = descriptionOf(outer);
  return { id: named?.id, idDoc, doc: doc === idDoc ? undefined : doc, empty, schema, side };
}

/** The notes of a field. */
export function fieldNotes({ schema, side }: Notes, name: string): Notes | undefined {
  return notesOf(fieldSchema(schema, name), side);
}

/** What a field is made of, which objects that are made of each other share. */
export function fieldSchema(schema: Schema, name: string): Schema | undefined {
  const { def } = known(schema)._zod;
  if (def.type === "object") return def.shape[name];
  if (def.type === "record") return def.valueType;
  return def.type === "intersection"
    ? (fieldSchema(def.left, name) ?? fieldSchema(def.right, name))
    : undefined;
}

/** The notes of what stands at a place of an array, a tuple, a set, a map or a record; a map's keys at -1. */
export function itemNotes({ schema, side }: Notes, index = 0): Notes | undefined {
  const { def } = known(schema)._zod;
  switch (def.type) {
    case "array":
      return notesOf(def.element, side);
    case "tuple":
      return notesOf(def.items[index] ?? def.rest, side);
    case "map":
      return notesOf(index < 0 ? def.keyType : def.valueType, side);
    case "set":
    case "record":
      return notesOf(def.valueType, side);
    default:
      return undefined;
  }
}

/** The alternatives of a union; of anything else itself. */
export function alternatives(notes: Notes): Notes[] {
  const { def } = known(notes.schema)._zod;
  if (def.type !== "union") return [notes];
  return def.options.flatMap((option) => notesOf(option, notes.side) ?? []);
}

/** What tells an object from the other alternatives: its fields' names, and the words that some of them have to be. */
export function outline({ schema }: Notes): Map<string, ReadonlySet<unknown> | undefined> | undefined {
  const { def } = known(schema)._zod;
  if (def.type !== "object") return undefined;
  return new Map(Object.entries(def.shape).map(([name, field]) => [name, field._zod.values]));
}

/** Every object schema that has an id, whether it stands anywhere by itself or others are only made of it. */
export function namedObjects(): { name: string; doc: string | undefined; origins: Map<string, Schema> }[] {
  return [...z.globalRegistry._idmap].flatMap(([name, schema]) => {
    const { def } = known(schema)._zod;
    const doc = z.globalRegistry.get(schema)?.description;
    return def.type === "object" ? [{ name, doc, origins: new Map(Object.entries(def.shape)) }] : [];
  });
}

export function isList({ schema }: Notes): boolean {
  return ["array", "tuple"].includes(known(schema)._zod.def.type);
}

function namedAncestor(schema: Schema): { id: string; schema: Schema } | undefined {
  const { id } = z.globalRegistry.get(schema) ?? {};
  if (id !== undefined) return { id, schema };
  const { parent } = schema._zod;
  return parent && namedAncestor(parent);
}

/** A description stays behind on what `.optional()` and the like wrap. */
function descriptionOf(schema: Schema): string | undefined {
  const { description } = z.globalRegistry.get(schema) ?? {};
  const { def } = schema._zod;
  if (description !== undefined || !("innerType" in def)) return description;
  return def.innerType instanceof z.core.$ZodType ? descriptionOf(def.innerType) : undefined;
}

function known(schema: Schema): z.core.$ZodTypes {
  // Sound for every schema that zod makes: $ZodTypes is the union of them, told apart by `def.type`, and nothing is
  // read of a kind that is not among them.
  return schema as z.core.$ZodTypes;
}
