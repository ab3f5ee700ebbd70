import ts from "typescript-api";
import { Fault } from "./fault.ts";
import { fieldNotes, fieldSchema, itemNotes, type Notes, outline } from "./notes.ts";
import { type Place, printType, type Reader, readOptional } from "./reader.ts";
import type { Field, Shape } from "./shape.ts";
import { propertyName } from "./syntax.ts";
import { docOf, standingOf } from "./type-names.ts";

/** An object with the names of its fields, or a record of whatever names. @throws Fault for a function */
export function readObject(reader: Reader, type: ts.Type, place: Place): Shape {
  if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) {
    throw new Fault(place.path, "is a function, which does not cross the wire");
  }
  return readRecord(reader, type, place) ?? readFields(reader, type, place);
}

/** An object whose keys have a type alone, or that the source calls a record. */
function readRecord(reader: Reader, type: ts.Type, place: Place): Shape | undefined {
  const { aliasSymbol, aliasTypeArguments: [keys, values] = [] } = type;
  const isNamedSo = aliasSymbol?.name === "Record" && standingOf(type, reader.program).kind !== "own";
  if (isNamedSo && keys && values) return recordOf(reader, keys, values, place);
  const [index, ...more] = reader.checker.getIndexInfosOfType(type);
  if (!index || more.length > 0 || reader.checker.getPropertiesOfType(type).length > 0) return undefined;
  const record = recordOf(reader, index.keyType, index.type, place);
  return index.isReadonly ? { kind: "generic", name: "Readonly", of: [record] } : record;
}

function recordOf(reader: Reader, keys: ts.Type, values: ts.Type, { notes, path }: Place): Shape {
  const of = [
    reader.read(keys, { notes: undefined, path: `${path}{key}` }),
    reader.read(values, { notes: notes && itemNotes(notes), path: `${path}{}` }),
  ];
  return { kind: "generic", name: "Record", of };
}

function readFields(reader: Reader, type: ts.Type, { notes, path }: Place): Shape {
  const { checker } = reader;
  const indexes = checker.getIndexInfosOfType(type).map(
    ({ keyType, type, isReadonly }): Field => ({
      name: `[key: ${printType(checker, keyType)}]`,
      optional: false,
      readonly: isReadonly,
      shape: reader.read(type, { notes: undefined, path: `${path}{}` }),
      doc: undefined,
      origin: undefined,
    }),
  );
  const fields = inWrittenOrder(checker.getPropertiesOfType(type), notes).map((property) =>
    readField(reader, property, { notes, path: `${path}.${property.name}` }),
  );
  return { kind: "object", bases: [], fields: [...indexes, ...fields] };
}

/** @param place of the field, with the notes of the object that has it */
function readField(reader: Reader, property: ts.Symbol, { notes, path }: Place): Field {
  const { name } = property;
  if (name.startsWith("__@")) throw new Fault(path, "is under a symbol, which does not cross the wire");
  const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  const place = { notes: notes && fieldNotes(notes, name), path };
  const type = reader.checker.getTypeOfSymbol(property);
  return {
    name: propertyName(name),
    optional,
    readonly: isReadonly(property),
    shape: optional ? readOptional(reader, type, place) : reader.read(type, place),
    doc: place.notes?.doc ?? docOf(property, reader.checker),
    origin: (notes && fieldSchema(notes.schema, name)) ?? property.declarations?.[0],
  };
}

/** As the schema has them: zod's types have those first that may not be left out. */
function inWrittenOrder(properties: readonly ts.Symbol[], notes: Notes | undefined): readonly ts.Symbol[] {
  const fields = notes && outline(notes);
  if (!fields) return properties;
  const order = [...fields.keys()];
  return properties.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** What the checker calls `CheckFlags.Readonly`. */
const madeReadonly = 8;

/** Whether it may not be written to, by its declaration or by a mapped type such as `Readonly`. */
function isReadonly(property: ts.Symbol): boolean {
  // Sound: the checker keeps this on each property that it made of others, and has no public function that tells of it.
  const { links } = property as ts.Symbol & { links?: { checkFlags?: number } };
  const declaration = property.valueDeclaration;
  const modifiers = declaration ? ts.getCombinedModifierFlags(declaration) : ts.ModifierFlags.None;
  return ((links?.checkFlags ?? 0) & madeReadonly) !== 0 || (modifiers & ts.ModifierFlags.Readonly) !== 0;
}
