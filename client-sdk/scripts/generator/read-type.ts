import ts from "typescript-api";
import { Fault } from "./fault.ts";
import { matchOption } from "./match-option.ts";
import { type Names, pathHint } from "./names.ts";
import { type Empty, inside, type Notes } from "./notes.ts";
import { readBrand, readDeclared } from "./read-declared.ts";
import { readList } from "./read-list.ts";
import { readObject } from "./read-object.ts";
import { readWord } from "./read-word.ts";
import { constituents, type Place, type Reader } from "./reader.ts";
import { type Shape, unionOf, word } from "./shape.ts";
import { standingOf } from "./type-names.ts";

/** Deeper than anything that people write: what gets there has no end. */
const deepest = 50;

/** Writes the checker's types as shapes, with the names and the words that the schemas beside them have. */
export function createReader(program: ts.Program, names: Names): Reader {
  const checker = program.getTypeChecker();
  /** What is being read, and the name of it once it has come up again inside itself. */
  const open = new Map<ts.Type, string | undefined>();
  const reader: Reader = { program, checker, names, read, readUnion };

  function read(type: ts.Type, place: Place): Shape {
    const { notes, path } = place;
    if (notes?.id !== undefined) return readWithId(type, notes.id, notes, path);
    const standing = standingOf(type, program);
    const readWhole = () => readUnion(constituents(type), place);
    if (standing.kind !== "own") return readWhole();
    const { name, doc } = standing;
    return names.declare({ name, doc, path, type }, readWhole);
  }

  /** The name is that of the schema: what it was wrapped in stands beside it. */
  function readWithId(type: ts.Type, id: string, notes: Notes, path: string): Shape {
    const types = constituents(type);
    const beside = types.flatMap((each) => emptyWord(each) ?? []).filter((each) => notes.empty.has(each));
    const named = types.filter((each) => !beside.some((empty) => empty === emptyWord(each)));
    const shape = names.declare({ name: id, doc: notes.idDoc, path, type }, () =>
      readUnion(named, { notes: inside(notes), path }),
    );
    return unionOf([shape, ...beside.map(word)]);
  }

  function readUnion(types: readonly ts.Type[], place: Place): Shape {
    const [only, ...more] = types;
    if (only && more.length === 0) return readOne(only, place);
    const { notes, path } = place;
    return unionOf(types.map((type) => read(type, { notes: matchOption(reader, notes, type), path })));
  }

  function readOne(type: ts.Type, place: Place): Shape {
    return (
      readWord(checker, type, place.path) ??
      readBrand(reader, type, place) ??
      readList(reader, type, place) ??
      readDeclared(reader, type, place) ??
      readOpen(type, place)
    );
  }

  /** An object, which gets a name if it comes up again inside itself. */
  function readOpen(type: ts.Type, place: Place): Shape {
    const { path } = place;
    if (open.has(type)) {
      const name = open.get(type) ?? names.derive(pathHint(path));
      open.set(type, name);
      return { kind: "name", name };
    }
    if (open.size > deepest) throw new Fault(path, "contains itself without end: give it a name");
    open.set(type, undefined);
    const shape = readObject(reader, type, place);
    const name = open.get(type);
    open.delete(type);
    return name === undefined ? shape : names.declare({ name, doc: undefined, path, type }, () => shape);
  }

  return reader;
}

function emptyWord({ flags }: ts.Type): Empty | undefined {
  if (flags & ts.TypeFlags.Null) return "null";
  return flags & ts.TypeFlags.VoidLike ? "undefined" : undefined;
}
