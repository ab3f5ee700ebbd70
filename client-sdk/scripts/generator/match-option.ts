import ts from "typescript-api";
import { alternatives, isList, type Notes, outline } from "./notes.ts";
import { constituents, type Reader } from "./reader.ts";

/** The alternative of a schema that a member of a union was inferred from, told by its fields; undefined for words. */
export function matchOption(reader: Reader, notes: Notes | undefined, type: ts.Type): Notes | undefined {
  return notes && alternatives(notes).find((option) => describes(reader, option, type));
}

function describes({ checker }: Reader, option: Notes, type: ts.Type): boolean {
  if (checker.isArrayType(type) || checker.isTupleType(type)) return isList(option);
  const fields = outline(option);
  if (!fields || (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) === 0) return false;
  const properties = checker.getPropertiesOfType(type);
  if (properties.length !== fields.size) return false;
  return properties.every((property) => {
    const words = fields.get(property.name);
    const values = constituents(checker.getTypeOfSymbol(property));
    const isTold = !words || values.every((value) => !value.isLiteral() || words.has(value.value));
    return fields.has(property.name) && isTold;
  });
}
