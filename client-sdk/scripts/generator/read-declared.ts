import ts from "typescript-api";
import { Fault } from "./fault.ts";
import { itemNotes } from "./notes.ts";
import { argumentsOf, type Place, type Reader } from "./reader.ts";
import { type Shape, unionOf, word } from "./shape.ts";
import { standingOf } from "./type-names.ts";

/** What can be marked as of one sort. */
const marked = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;

/** Text or a number that is marked as of one sort, so that another sort's cannot stand for it. */
export function readBrand(
  { checker, names, read }: Reader,
  type: ts.Type,
  { path }: Place,
): Shape | undefined {
  const base = type.isIntersection() ? type.types.find(({ flags }) => (flags & marked) !== 0) : undefined;
  if (!type.isIntersection() || !base) return undefined;
  const marks = type.types
    .filter((each) => each !== base)
    .flatMap((each) => checker.getPropertiesOfType(each))
    .flatMap((mark) =>
      mark.name.startsWith("__@") ? checker.getPropertiesOfType(checker.getTypeOfSymbol(mark)) : [mark],
    );
  const shape = read(base, { notes: undefined, path });
  if (marks.length === 0) return shape;
  const brand = unionOf(marks.map(({ name }) => word(JSON.stringify(name))));
  return { kind: "generic", name: names.brand(), of: [shape, brand] };
}

/** What the language has declared and the wire carries, such as `Map<string, Date>`. @throws Fault for what a library has */
export function readDeclared(reader: Reader, type: ts.Type, { notes, path }: Place): Shape | undefined {
  const standing = standingOf(type, reader.program);
  if (standing.kind === "foreign") {
    throw new Fault(path, `${standing.name} of ${standing.from} is a type that the client does not have`);
  }
  if (standing.kind !== "carried") return undefined;
  const { name } = standing;
  const filling = name === "Uint8Array" ? [] : argumentsOf(reader, type); // of whatever buffer
  const of = filling.map((each, index) => {
    const inner = notes && itemNotes(notes, index - filling.length + 1);
    return reader.read(each, { notes: inner, path: `${path}{}` });
  });
  return of.length === 0 ? word(name) : { kind: "generic", name, of };
}
