import ts from "typescript-api";
import type { Names } from "./names.ts";
import type { Notes } from "./notes.ts";
import type { Shape } from "./shape.ts";

/** Where a type stands, and what is said of it there. */
export interface Place {
  /** Such as `cart.get output.lines[]`. */
  path: string;
  notes: Notes | undefined;
}

/** What reads the parts that a type is made of. */
export interface Reader {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly names: Names;
  /** @throws Fault for what has no type to rely on, with its path */
  read(type: ts.Type, place: Place): Shape;
  /** The same of several types as one. */
  readUnion(types: readonly ts.Type[], place: Place): Shape;
}

/** The members of a union; of any other type itself. */
export function constituents(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** That a field or item may be left out is another thing than that it may be undefined, which the checker keeps apart too. */
export function readOptional(reader: Reader, type: ts.Type, place: Place): Shape {
  const isAbsent = (each: ts.Type) =>
    (each.flags & ts.TypeFlags.Undefined) !== 0 && each !== reader.checker.getUndefinedType();
  const types = constituents(type);
  const present = types.filter((each) => !isAbsent(each));
  const [only, ...more] = present;
  if (present.length === types.length) return reader.read(type, place);
  return only && more.length === 0 ? reader.read(only, place) : reader.readUnion(present, place);
}

/** What a list, a tuple or a generic type is filled with. */
export function argumentsOf({ checker }: Reader, type: ts.Type): readonly ts.Type[] {
  // Sound: this is asked of references alone, which have arguments.
  return checker.getTypeArguments(type as ts.TypeReference);
}

export function printType(checker: ts.TypeChecker, type: ts.Type): string {
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
}
