import ts from "typescript-api";
import type { Conventions } from "./conventions.ts";
import { Fault } from "./fault.ts";
import type { Procedure, Procedures } from "./load-router.ts";
import { notesOf, notesOfAll } from "./notes.ts";
import type { Entry } from "./open-program.ts";
import type { Reader } from "./reader.ts";
import { type Shape, unionOf, word } from "./shape.ts";

export type Kind = "query" | "mutation" | "subscription";

export interface Route {
  path: string;
  kind: Kind;
  summary: string | undefined;
  input: Shape;
  output: Shape;
  codes: readonly string[];
}

/** Steps of a path that clients need for themselves. */
const reservedSteps = new Set(["query", "mutate", "subscribe", "then"]);

/** Every procedure, by path. @throws Fault that names the first that a client could not rely on */
export function readRouter(
  { inputs, outputs }: Entry,
  procedures: Procedures,
  reader: Reader,
  conventions: Conventions,
): Route[] {
  const { checker } = reader;
  return Object.entries(procedures)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { _def }]) => {
      const typeIn = (types: ts.Type) =>
        path.split(".").reduce<ts.Type | undefined>((type, step) => {
          const property = type && checker.getPropertyOfType(type, step);
          return property && checker.getTypeOfSymbol(property);
        }, types);
      const [input, output] = [typeIn(inputs), typeIn(outputs)];
      if (!input || !output) throw new Fault(path, "stands at another place in the router's type");
      return readRoute({ path, input, output, definition: _def }, reader, conventions);
    });
}

interface Found {
  path: string;
  input: ts.Type;
  output: ts.Type;
  definition: Procedure["_def"];
}

function readRoute(
  { path, input, output, definition }: Found,
  reader: Reader,
  { summary, errors, event }: Conventions,
): Route {
  const step = path.split(".").find((step) => reservedSteps.has(step));
  if (step !== undefined) throw new Fault(path, `clients need the name ${step} for themselves`);
  const { type: kind, meta, inputs } = definition;
  if (!isKind(kind)) throw new Fault(path, `a ${kind} is not supported`);
  if (definition.output === undefined) throw new Fault(path, "has no output schema");
  const streamed = kind === "subscription";
  const told = streamed ? eventOf(output, reader.checker, path) : output;
  if (told.flags & ts.TypeFlags.Unknown) throw new Fault(`${path} output`, "is unknown");
  const outputNotes = notesOf(streamed ? event(definition.output) : definition.output, "output");
  return {
    path,
    kind,
    summary: summary(meta, path),
    input: withoutVoid(reader.read(input, { notes: notesOfAll(inputs, "input"), path: `${path} input` })),
    output: reader.read(told, { notes: outputNotes, path: `${path} output` }),
    codes: [...new Set(errors(meta, path))].sort(),
  };
}

/** What a subscription tells, without the envelope that its id comes in. */
function eventOf(output: ts.Type, checker: ts.TypeChecker, path: string): ts.Type {
  if (!["AsyncIterable", "AsyncGenerator"].includes(output.getSymbol()?.name ?? "")) {
    throw new Fault(`${path} output`, "is no async iterable");
  }
  // Sound: both are generic interfaces.
  const [told] = checker.getTypeArguments(output as ts.TypeReference);
  if (!told) throw new Fault(`${path} output`, "tells of nothing");
  const isTracked = (told.aliasSymbol ?? told.getSymbol())?.name === "TrackedData";
  const data = isTracked ? checker.getPropertyOfType(told, "data") : undefined;
  return data ? checker.getTypeOfSymbol(data) : told;
}

/** A procedure without input takes `void` in tRPC's types, which callers write as nothing or `undefined`. */
function withoutVoid(input: Shape): Shape {
  const members = input.kind === "union" ? input.members : [input];
  const isVoid = (shape: Shape) => shape.kind === "word" && shape.text === "void";
  if (!members.some(isVoid)) return input;
  const isUndefined = (shape: Shape) => shape.kind === "word" && shape.text === "undefined";
  return unionOf([...members.filter((each) => !isVoid(each) && !isUndefined(each)), word("undefined")]);
}

function isKind(kind: string): kind is Kind {
  return kind === "query" || kind === "mutation" || kind === "subscription";
}
