import { z } from "zod";
import { docComment, propertyName, union } from "./syntax.ts";
import { describe, namedAncestor } from "./zod-meta.ts";

/** Which type of a schema is meant: what it takes (what has a default may be left out) or what it gives. */
export type Side = "input" | "output";

type Schema = z.core.$ZodType;

/** A type as the members of a union; all but unions have one. */
type Members = readonly string[];

interface Declaration {
  schema: Schema;
  texts: Map<Side, string>;
}

/** Prints zod schemas as TypeScript types, not yet laid out, and collects a declaration for each that has an id. */
export class TypePrinter {
  readonly #declarations = new Map<string, Declaration>();
  /** The schemas being printed: one that comes up again inside itself never ends. */
  readonly #open = new Set<Schema>();

  /** The type of one side of a schema. @throws Error that names the path of what has no type to rely on */
  print(schema: Schema, side: Side, path: string): string {
    return union(this.#members(schema, side, path));
  }

  /** The declaration of every schema with an id that was met so far, by id. @throws Error for one whose sides differ */
  declarations(): Map<string, string> {
    const texts = [...this.#declarations].map(([id, { texts }]): [string, string] => {
      const [text = "", other = text] = texts.values();
      if (other !== text) {
        throw new Error(
          `${id}: differs as input and as output, so each needs a schema with an id of its own`,
        );
      }
      return [id, text];
    });
    return new Map(texts);
  }

  #members(schema: Schema, side: Side, path: string): Members {
    const named = namedAncestor(schema);
    if (named) {
      this.#declare(named, side);
      return [named.id];
    }
    if (this.#open.has(schema)) throw new Error(`${path}: a schema that contains itself needs an id`);
    this.#open.add(schema);
    const members = this.#structure(schema, side, path);
    this.#open.delete(schema);
    return members;
  }

  #declare({ id, schema }: { id: string; schema: Schema }, side: Side): void {
    const declaration = this.#declarations.get(id) ?? { schema, texts: new Map() };
    if (declaration.schema !== schema) throw new Error(`${id}: is the id of two schemas`);
    if (declaration.texts.has(side)) return;
    this.#declarations.set(id, declaration);
    declaration.texts.set(side, ""); // so that a schema that contains itself finds its name taken

    const { description } = z.globalRegistry.get(schema) ?? {};
    const doc = docComment(description === undefined ? [] : [description]);
    const { def } = known(schema)._zod;
    const fields = def.type === "object" ? this.#fields(def, side, id) : [];
    const text =
      fields.length > 0
        ? `export interface ${id} ${block(fields)}`
        : `export type ${id} = ${union(this.#structure(schema, side, id))};`;
    declaration.texts.set(side, doc + text);
  }

  #structure(schema: Schema, side: Side, path: string): Members {
    const refuse = (reason: string) => new Error(`${path}: ${reason}`);
    const members = (inner: Schema, step = "") => this.#members(inner, side, path + step);
    const one = (inner: Schema, step = "") => union(members(inner, step));
    const { def } = known(schema)._zod;

    if ("coerce" in def && def.coerce === true && side === "input") {
      throw refuse("z.coerce takes unknown, which is no type to rely on");
    }
    switch (def.type) {
      case "string":
      case "number":
      case "boolean":
      case "bigint":
      case "null":
      case "undefined":
      case "void":
        return [def.type];
      case "date":
        return ["Date"];
      case "literal":
        return def.values.map(literal);
      case "enum":
        return z.core.util.getEnumValues(def.entries).map(literal);
      case "array":
        return [`${grouped(members(def.element, "[]"))}[]`];
      case "tuple":
        return [this.#tuple(def, side, path)];
      case "set":
        return [`Set<${one(def.valueType, "{}")}>`];
      case "map":
        return [`Map<${one(def.keyType, "{key}")}, ${one(def.valueType, "{}")}>`];
      case "record": {
        const record = `Record<${one(def.keyType, "{key}")}, ${one(def.valueType, "{}")}>`;
        const partial = def.partial === true || (side === "input" && optional(def.valueType, side));
        return [partial ? `Partial<${record}>` : record];
      }
      case "object": {
        const fields = this.#fields(def, side, path);
        return [fields.length > 0 ? block(fields) : "Record<string, never>"];
      }
      case "union":
        return def.options.flatMap((option) => members(option));
      case "intersection":
        return [`(${grouped(members(def.left))} & ${grouped(members(def.right))})`];
      case "nullable":
        return [...members(def.innerType), "null"];
      case "optional":
        return schema instanceof z.core.$ZodExactOptional
          ? members(def.innerType)
          : [...members(def.innerType), "undefined"];
      case "default":
        return side === "input"
          ? [...members(def.innerType), "undefined"]
          : withoutUndefined(members(def.innerType));
      case "prefault":
        return side === "input" ? [...members(def.innerType), "undefined"] : members(def.innerType);
      case "nonoptional":
        return withoutUndefined(members(def.innerType));
      case "readonly":
        return [this.#readonly(def.innerType, side, path)];
      case "lazy":
        return members(def.getter());
      case "pipe":
        return members(side === "input" ? def.in : def.out);
      case "transform":
        throw refuse(
          side === "input"
            ? "z.preprocess takes unknown, which is no type to rely on"
            : "nobody can know what a transform gives: pipe it into a schema",
        );
      default:
        throw refuse(`z.${def.type} has no type that a client could rely on`);
    }
  }

  #fields({ shape, catchall }: z.core.$ZodObjectDef, side: Side, path: string): Field[] {
    if (catchall && known(catchall)._zod.def.type !== "never") {
      throw new Error(`${path}: an object that takes keys it does not name has no type to rely on`);
    }
    return Object.entries(shape).map(([key, schema]) => {
      const type = this.print(schema, side, `${path}.${key}`);
      return {
        doc: docComment(describe(schema)),
        text: `${propertyName(key)}${optional(schema, side) ? "?" : ""}: ${type};`,
      };
    });
  }

  #tuple({ items, rest }: z.core.$ZodTupleDef, side: Side, path: string): string {
    const lastRequired = items.findLastIndex((item) => !optional(item, side));
    const types = items.map((item, index) => {
      const members = this.#members(item, side, `${path}[${index}]`);
      return index > lastRequired ? `${grouped(members)}?` : union(members);
    });
    if (rest) types.push(`...${grouped(this.#members(rest, side, `${path}[]`))}[]`);
    return `[${types.join(", ")}]`;
  }

  #readonly(inner: Schema, side: Side, path: string): string {
    const type = this.print(inner, side, path);
    const { def } = known(inner)._zod;
    switch (def.type) {
      case "array":
      case "tuple":
        return namedAncestor(inner) ? `Readonly<${type}>` : `readonly ${type}`;
      case "map":
      case "set":
        if (!namedAncestor(inner)) return `Readonly${type}`;
        break;
      case "object":
      case "record":
        return `Readonly<${type}>`;
    }
    throw new Error(`${path}: z.readonly is known for objects, records, arrays, tuples, maps and sets`);
  }
}

interface Field {
  doc: string;
  text: string;
}

/** The formatter keeps an object on its line as long as it fits and no comment is in it. */
function block(fields: readonly Field[]): string {
  const space = fields.some(({ doc }) => doc !== "") ? "\n" : " ";
  return ["{", ...fields.map(({ doc, text }) => doc + text), "}"].join(space);
}

function grouped(members: Members): string {
  const type = union(members);
  return new Set(members).size > 1 || type.startsWith("readonly ") ? `(${type})` : type;
}

function withoutUndefined(members: Members): Members {
  return members.filter((member) => member !== "undefined");
}

function literal(value: z.core.util.Literal): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "bigint" ? `${value}n` : String(value);
}

function optional({ _zod }: Schema, side: Side): boolean {
  return (side === "input" ? _zod.optin : _zod.optout) !== undefined;
}

function known(schema: Schema): z.core.$ZodTypes {
  // Sound for every schema that zod makes: $ZodTypes is the union of them, told apart by `def.type`, and a kind that is
  // not among them ends in the switch's default.
  return schema as z.core.$ZodTypes;
}
