import { printFlat } from "./print-shape.ts";
import type { Declaration, Declarations, Field, ObjectShape, Shape } from "./shape.ts";
import { mapShape } from "./shape.ts";

/** An object that others may be made of: what each of its fields was made of, by name. */
interface Part {
  name: string;
  doc: string | undefined;
  origins: ReadonlyMap<string, object>;
}

/**
 * Lets what was made of another object with a name, by `extend` or by spreading its shape, say so instead of repeating
 * its fields. What only happens to look like it is left alone.
 * @param parts objects that have a name, though nothing may have been read by it yet
 * @returns how to derive a shape, and what those parts that were used declare
 */
export function deriveBases(declarations: Declarations, parts: readonly Part[]) {
  const used = new Map<string, Declaration>();
  const known = [...declarations].flatMap(([name, { shape, doc }]) => partOf(name, shape, doc) ?? []);
  const candidates = [...known, ...parts.filter(({ name }) => !declarations.has(name))].sort(
    (a, b) => b.origins.size - a.origins.size || (a.name < b.name ? -1 : 1),
  );

  function derive(shape: Shape, name?: string): Shape {
    if (shape.kind !== "object") return mapShape(shape, (inner) => derive(inner));
    let rest: ObjectShape = shape;
    for (const part of candidates) {
      // Of two with the same fields one is made of the other, not both.
      const isWhole = part.origins.size === shape.fields.length;
      if (name !== undefined && (part.name === name || (isWhole && part.name > name))) continue;
      const taken = rest.fields.filter(({ name, origin }) => origin && part.origins.get(name) === origin);
      if (taken.length < part.origins.size || !stands(part, taken)) continue;
      rest = {
        ...rest,
        bases: [...rest.bases, part.name].sort(),
        fields: rest.fields.filter((field) => !taken.includes(field)),
      };
    }
    const [base, ...more] = rest.bases;
    if (base !== undefined && more.length + rest.fields.length === 0) return { kind: "name", name: base };
    return mapShape(rest, (inner) => derive(inner));
  }

  /** Whether the part has these very fields; one that was not met before is declared with them. */
  function stands({ name, doc }: Part, fields: readonly Field[]): boolean {
    const declared = declarations.get(name) ?? used.get(name);
    if (!declared) used.set(name, { shape: { kind: "object", bases: [], fields }, doc });
    return (
      !declared ||
      (declared.shape.kind === "object" && fields.every((field) => isAmong(field, declared.shape)))
    );
  }

  return { derive, used };
}

function partOf(name: string, shape: Shape, doc: string | undefined): Part | undefined {
  if (shape.kind !== "object" || shape.fields.length === 0) return undefined;
  const origins = shape.fields.flatMap(({ name, origin }) => (origin ? [[name, origin] as const] : []));
  return origins.length === shape.fields.length ? { name, doc, origins: new Map(origins) } : undefined;
}

/** What a field takes may differ from what it gives, though both were made of one thing. */
function isAmong(field: Field, shape: Shape): boolean {
  if (shape.kind !== "object") return false;
  const other = shape.fields.find(({ name }) => name === field.name);
  if (other?.optional !== field.optional || other.readonly !== field.readonly) return false;
  return printFlat(other.shape) === printFlat(field.shape);
}
