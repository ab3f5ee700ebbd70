import ts from "typescript-api";
import { Fault } from "./fault.ts";
import { itemNotes } from "./notes.ts";
import { argumentsOf, type Place, type Reader, readOptional } from "./reader.ts";
import type { Item, Shape } from "./shape.ts";

/** An array or a tuple; undefined for what is neither. */
export function readList(reader: Reader, type: ts.Type, place: Place): Shape | undefined {
  if (reader.checker.isTupleType(type)) return readTuple(reader, type, place);
  if (!reader.checker.isArrayType(type)) return undefined;
  const { notes, path } = place;
  const [element] = argumentsOf(reader, type);
  if (!element) throw new Fault(path, "is an array of nothing");
  return {
    kind: "array",
    element: reader.read(element, { notes: notes && itemNotes(notes), path: `${path}[]` }),
    readonly: type.getSymbol()?.name === "ReadonlyArray",
  };
}

function readTuple(reader: Reader, type: ts.Type, { notes, path }: Place): Shape {
  // Sound: that it is a tuple is what was asked, and a tuple refers to its target.
  const { target } = type as ts.TupleTypeReference;
  const items = argumentsOf(reader, type).map((each, index): Item => {
    const flags = target.elementFlags[index] ?? ts.ElementFlags.Required;
    const optional = (flags & ts.ElementFlags.Optional) !== 0;
    const place = { notes: notes && itemNotes(notes, index), path: `${path}[${index}]` };
    const label = target.labeledElementDeclarations?.[index]?.name;
    return {
      name: label && ts.isIdentifier(label) ? label.text : undefined,
      mark: flags & ts.ElementFlags.Variable ? "..." : optional ? "?" : "",
      shape: optional ? readOptional(reader, each, place) : reader.read(each, place),
    };
  });
  return { kind: "tuple", items, readonly: target.readonly };
}
