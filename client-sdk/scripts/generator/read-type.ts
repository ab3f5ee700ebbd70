import ts from "typescript-api";
import { Fault } from "./fault.ts";
import { type Names, pathHint } from "./names.ts";
import {
  alternatives,
  type Empty,
  fieldNotes,
  fieldSchema,
  inside,
  isList,
  itemNotes,
  type Notes,
  outline,
} from "./notes.ts";
import { type Field, type Item, type Shape, unionOf, word } from "./shape.ts";
import { propertyName } from "./syntax.ts";
import { docOf, standingOf } from "./type-names.ts";

const { TypeFlags } = ts;

/** Deeper than anything that people write: what gets there has no end. */
const deepest = 50;

/** What can be marked as of one sort. */
const marked = TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BigIntLike;

/** What the checker calls `CheckFlags.Readonly`. */
const madeReadonly = 8;

/** Words that stand for themselves. */
const keywords = new Map<number, string>([
  [TypeFlags.String, "string"],
  [TypeFlags.Number, "number"],
  [TypeFlags.BigInt, "bigint"],
  [TypeFlags.Undefined, "undefined"],
  [TypeFlags.Void, "void"],
  [TypeFlags.Null, "null"],
  [TypeFlags.Never, "never"],
  [TypeFlags.Unknown, "unknown"],
  [TypeFlags.NonPrimitive, "object"],
]);

/** Writes the checker's types as shapes, with the names and the words that the schemas beside them have. */
export class TypeReader {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #names: Names;
  /** What is being read, and the name of it once it has come up again inside itself. */
  readonly #open = new Map<ts.Type, { name: string | undefined }>();

  constructor(program: ts.Program, names: Names) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
    this.#names = names;
  }

  /** @throws Fault for what has no type to rely on, with its path */
  read(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    const { id, idDoc: doc, empty } = notes ?? {};
    if (notes === undefined || id === undefined) return this.#readNamed(type, notes, path);
    const types = constituents(type);
    const spared = types.flatMap((each) => emptyWord(each) ?? []).filter((each) => empty?.has(each));
    const named = types.filter((each) => !spared.some((empty) => empty === emptyWord(each)));
    const shape = this.#names.declare({ name: id, doc, path, type }, () =>
      this.#readMembers(named, inside(notes), path),
    );
    return unionOf([shape, ...spared.map(word)]);
  }

  /** A type that the source itself has given a name. */
  #readNamed(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    const standing = standingOf(type, this.#program);
    if (standing.kind !== "own") return this.#readMembers(constituents(type), notes, path);
    const { name, doc } = standing;
    return this.#names.declare({ name, doc, path, type }, () =>
      this.#readMembers(constituents(type), notes, path),
    );
  }

  #readMembers(types: readonly ts.Type[], notes: Notes | undefined, path: string): Shape {
    const [only, ...more] = types;
    if (only && more.length === 0) return this.#readOne(only, notes, path);
    const options = notes ? alternatives(notes) : [];
    const shapes = types.map((type) => {
      const option = options.find((each) => this.#describes(each, type));
      return this.read(type, option, path);
    });
    return unionOf(shapes);
  }

  #describes(notes: Notes, type: ts.Type): boolean {
    if (this.#isList(type)) return isList(notes);
    const fields = outline(notes);
    if (!fields || (type.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return false;
    const properties = this.#checker.getPropertiesOfType(type);
    return (
      properties.length === fields.size &&
      properties.every((property) => {
        const values = fields.get(property.name);
        const value = this.#checker.getTypeOfSymbol(property);
        const told =
          !values || constituents(value).every((each) => !each.isLiteral() || values.has(each.value));
        return fields.has(property.name) && told;
      })
    );
  }

  #isList(type: ts.Type): boolean {
    return this.#checker.isArrayType(type) || this.#checker.isTupleType(type);
  }

  #readOne(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    const { flags } = type;
    if (flags & TypeFlags.Any) throw new Fault(path, "is any");
    if (type.isStringLiteral()) return word(JSON.stringify(type.value));
    if (type.isNumberLiteral()) return word(String(type.value));
    if (
      flags &
      (TypeFlags.BigIntLiteral |
        TypeFlags.BooleanLiteral |
        TypeFlags.TemplateLiteral |
        TypeFlags.StringMapping)
    ) {
      return word(this.#print(type));
    }
    const keyword = keywords.get(flags);
    if (keyword !== undefined) return word(keyword);
    if (flags & TypeFlags.ESSymbolLike) throw new Fault(path, "is a symbol, which does not cross the wire");
    if ((flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) {
      throw new Fault(path, `${this.#print(type)} is not worked out`);
    }
    return this.#isList(type) ? this.#readStructure(type, notes, path) : this.#readOpen(type, notes, path);
  }

  /** An object, which gets a name if it comes up again inside itself. */
  #readOpen(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    const before = this.#open.get(type);
    if (before) {
      before.name ??= this.#names.derive(pathHint(path));
      return { kind: "name", name: before.name };
    }
    if (this.#open.size > deepest) throw new Fault(path, "contains itself without end: give it a name");
    const opened: { name: string | undefined } = { name: undefined };
    this.#open.set(type, opened);
    const shape = this.#readStructure(type, notes, path);
    this.#open.delete(type);
    const { name } = opened;
    return name === undefined
      ? shape
      : this.#names.declare({ name, doc: undefined, path, type }, () => shape);
  }

  #readStructure(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    if (type.isIntersection()) {
      const base = type.types.find((each) => (each.flags & marked) !== 0);
      if (base) return this.#readBrand(type, base, path);
    }
    if (this.#checker.isTupleType(type)) return this.#readTuple(type, notes, path);
    if (this.#checker.isArrayType(type)) {
      const [element] = this.#argumentsOf(type);
      if (!element) throw new Fault(path, "is an array of nothing");
      const shape = this.read(element, notes && itemNotes(notes), `${path}[]`);
      return { kind: "array", element: shape, readonly: type.getSymbol()?.name === "ReadonlyArray" };
    }
    const standing = standingOf(type, this.#program);
    if (standing.kind === "foreign") {
      throw new Fault(path, `${standing.name} of ${standing.from} is a type that the client does not have`);
    }
    if (standing.kind === "carried") {
      if (standing.name === "Uint8Array") return word(standing.name); // of whatever buffer
      const last = this.#argumentsOf(type).length - 1;
      const of = this.#argumentsOf(type).map((each, index) =>
        this.read(each, notes && itemNotes(notes, index - last), `${path}{}`),
      );
      return of.length === 0 ? word(standing.name) : { kind: "generic", name: standing.name, of };
    }
    if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) {
      throw new Fault(path, "is a function, which does not cross the wire");
    }
    return this.#readRecord(type, notes, path) ?? this.#readObject(type, notes, path);
  }

  /** Text or a number that is marked as of one sort: structurally itself, and nothing else of its base. */
  #readBrand(type: ts.IntersectionType, base: ts.Type, path: string): Shape {
    const marks = type.types
      .filter((each) => each !== base)
      .flatMap((each) => this.#checker.getPropertiesOfType(each));
    const names = marks.flatMap((mark) =>
      mark.name.startsWith("__@")
        ? this.#checker.getPropertiesOfType(this.#checker.getTypeOfSymbol(mark)).map(({ name }) => name)
        : [mark.name],
    );
    const shape = this.#readOne(base, undefined, path);
    if (names.length === 0) return shape;
    const brand = unionOf(names.map((name) => word(JSON.stringify(name))));
    return { kind: "generic", name: this.#names.brand(), of: [shape, brand] };
  }

  #readTuple(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    // Sound: that it is a tuple is what was asked, and a tuple refers to its target.
    const { target } = type as ts.TupleTypeReference;
    const items = this.#argumentsOf(type).map((each, index): Item => {
      const flags = target.elementFlags[index] ?? ts.ElementFlags.Required;
      const inner = notes && itemNotes(notes, index);
      const label = target.labeledElementDeclarations?.[index]?.name;
      return {
        name: label && ts.isIdentifier(label) ? label.text : undefined,
        mark: flags & ts.ElementFlags.Variable ? "..." : flags & ts.ElementFlags.Optional ? "?" : "",
        shape:
          flags & ts.ElementFlags.Optional
            ? this.#readOptional(each, inner, `${path}[${index}]`)
            : this.read(each, inner, `${path}[${index}]`),
      };
    });
    return { kind: "tuple", items, readonly: target.readonly };
  }

  /** An object whose keys have a type alone, or that the source calls a record. */
  #readRecord(type: ts.Type, notes: Notes | undefined, path: string): Shape | undefined {
    const [index, ...more] = this.#checker.getIndexInfosOfType(type);
    const { aliasSymbol, aliasTypeArguments: [keys, values] = [] } = type;
    if (index && more.length === 0 && this.#checker.getPropertiesOfType(type).length === 0) {
      const record = this.#record(index.keyType, index.type, notes, path);
      return index.isReadonly ? { kind: "generic", name: "Readonly", of: [record] } : record;
    }
    if (
      aliasSymbol?.name !== "Record" ||
      !keys ||
      !values ||
      standingOf(type, this.#program).kind === "own"
    ) {
      return undefined;
    }
    return this.#record(keys, values, notes, path);
  }

  #record(keys: ts.Type, values: ts.Type, notes: Notes | undefined, path: string): Shape {
    const of = [
      this.read(keys, undefined, `${path}{key}`),
      this.read(values, notes && itemNotes(notes), `${path}{}`),
    ];
    return { kind: "generic", name: "Record", of };
  }

  #readObject(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    const indexes = this.#checker.getIndexInfosOfType(type).map(({ keyType, type, isReadonly }) => ({
      name: `[key: ${this.#print(keyType)}]`,
      optional: false,
      readonly: isReadonly,
      shape: this.read(type, undefined, `${path}{}`),
      doc: undefined,
      origin: undefined,
    }));
    const fields = inWrittenOrder(this.#checker.getPropertiesOfType(type), notes).map((property) =>
      this.#readField(property, notes, `${path}.${property.name}`),
    );
    return { kind: "object", bases: [], fields: [...indexes, ...fields] };
  }

  #readField(property: ts.Symbol, notes: Notes | undefined, path: string): Field {
    const { name } = property;
    if (name.startsWith("__@")) throw new Fault(path, "is under a symbol, which does not cross the wire");
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const inner = notes && fieldNotes(notes, name);
    const type = this.#checker.getTypeOfSymbol(property);
    return {
      name: propertyName(name),
      optional,
      readonly: isReadonly(property),
      shape: optional ? this.#readOptional(type, inner, path) : this.read(type, inner, path),
      doc: inner?.doc ?? docOf(property, this.#checker),
      origin: (notes && fieldSchema(notes.schema, name)) ?? property.declarations?.[0],
    };
  }

  /** That a field or item may be left out is another thing than that it may be undefined, which the checker keeps apart too. */
  #readOptional(type: ts.Type, notes: Notes | undefined, path: string): Shape {
    const absent = (each: ts.Type) =>
      (each.flags & TypeFlags.Undefined) !== 0 && each !== this.#checker.getUndefinedType();
    const types = constituents(type);
    const present = types.filter((each) => !absent(each));
    if (present.length === types.length) return this.read(type, notes, path);
    const [only, ...more] = present;
    if (only && more.length === 0) return this.read(only, notes, path);
    return this.#readMembers(present, notes, path);
  }

  #argumentsOf(type: ts.Type): readonly ts.Type[] {
    // Sound: arrays, tuples and the generic interfaces that are carried are references, which alone have arguments.
    return this.#checker.getTypeArguments(type as ts.TypeReference);
  }

  #print(type: ts.Type): string {
    return this.#checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  }
}

/** As the schema has them: zod's types have those first that may not be left out. */
function inWrittenOrder(properties: readonly ts.Symbol[], notes: Notes | undefined): readonly ts.Symbol[] {
  const order = [...((notes && outline(notes))?.keys() ?? [])];
  return order.length === 0
    ? properties
    : properties.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The members of a union; of any other type itself. */
function constituents(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function emptyWord({ flags }: ts.Type): Empty | undefined {
  if (flags & TypeFlags.Null) return "null";
  return flags & TypeFlags.VoidLike ? "undefined" : undefined;
}

/** Whether it may not be written to, by its declaration or by a mapped type such as `Readonly`. */
function isReadonly(property: ts.Symbol): boolean {
  // Sound: the checker keeps this on each property that it made of others, and has no public function that tells of it.
  const { links } = property as ts.Symbol & { links?: { checkFlags?: number } };
  if (((links?.checkFlags ?? 0) & madeReadonly) !== 0) return true;
  const declaration = property.valueDeclaration;
  return (
    declaration !== undefined && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0
  );
}
