import { z } from "zod";
import type { ErrorCode } from "../../server/core/errors.ts";
import { codesOfAccess, type ProcedureMeta } from "../../server/trpc/meta.ts";
import { docComment, propertyName, stringUnion } from "./syntax.ts";
import { TypePrinter } from "./zod-to-type.ts";

/** What is read of a procedure; its output schema stands in no type of tRPC's, its metadata in one of ours. */
export interface Procedure {
  _def: { type: string; meta?: unknown; inputs: readonly unknown[]; output?: unknown };
}

interface Source {
  /** By dotted path. */
  procedures: Readonly<Record<string, Procedure>>;
  /** `ErrorData` and the interfaces it uses, by name. */
  errorTypes: ReadonlyMap<string, string>;
}

/** What any procedure may answer, whatever it lists itself. */
const commonCodes = [
  "BAD_REQUEST",
  "FORBIDDEN",
  "INTERNAL",
  "PAYLOAD_TOO_LARGE",
] as const satisfies ErrorCode[];

const prelude = `\
// Generated from the server's router by \`bun run sdk:generate\`; edits are lost.

/** A procedure that reads. A type alone: no value has these fields. */
export interface Query<Input, Output, Code extends ErrorCode> {
  kind: "query";
  input: Input;
  output: Output;
  code: Code | CommonCode;
}

/** A procedure that writes. A type alone: no value has these fields. */
export interface Mutation<Input, Output, Code extends ErrorCode> {
  kind: "mutation";
  input: Input;
  output: Output;
  code: Code | CommonCode | "IDEMPOTENCY_CONFLICT";
}

/** A procedure that tells of one event after the other. A type alone: no value has these fields. */
export interface Subscription<Input, Output, Code extends ErrorCode> {
  kind: "subscription";
  input: Input;
  output: Output;
  code: Code | CommonCode;
}

export type ErrorCode = keyof ErrorData;

/** The codes that any procedure may answer. */
export type CommonCode = ${stringUnion(commonCodes)};
`;

const preludeNames = ["Query", "Mutation", "Subscription", "ErrorCode", "CommonCode", "Routes"];

/** Steps of a path that the client needs for itself. */
const reservedSteps = new Set(["query", "mutate", "subscribe", "then"]);

/** What the contract calls a procedure, by what tRPC calls it. */
const kinds = new Map([
  ["query", "Query"],
  ["mutation", "Mutation"],
  ["subscription", "Subscription"],
]);

interface Route {
  steps: readonly string[];
  doc: string;
  type: string;
}

/** The module of types that the client package is made of, not yet laid out. @throws Error that names whatever has no type to rely on */
export function printContract({ procedures, errorTypes }: Source): string {
  const printer = new TypePrinter();
  const routes = Object.entries(procedures).map(([path, procedure]) => printRoute(printer, path, procedure));

  const schemas = printer.declarations();
  const names = [...preludeNames, ...errorTypes.keys(), ...schemas.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice}: is the name of two types`);

  const byName = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return `${[
    prelude.trimEnd(),
    ...errorTypes.values(),
    ...byName,
    `/** Every procedure of the shop. */\nexport interface Routes ${printRoutes(routes)}`,
  ].join("\n\n")}\n`;
}

function printRoute(printer: TypePrinter, path: string, { _def }: Procedure): Route {
  const { type, inputs } = _def;
  const steps = path.split(".");
  const step = steps.find((step) => reservedSteps.has(step));
  if (step !== undefined) throw new Error(`${path}: the client needs the name ${step} for itself`);
  const kind = kinds.get(type);
  if (!kind) throw new Error(`${path}: a ${type} is not supported`);
  // Sound: every procedure is built on the builder that has this type of metadata.
  const { summary, access, errors } = (_def.meta ?? {}) as Partial<ProcedureMeta>;
  if (!summary) throw new Error(`${path}: has no summary`);
  if (!access) throw new Error(`${path}: does not say who may call it`);
  if (!errors) throw new Error(`${path}: does not list its errors`);
  const output = kind === "Subscription" ? eventOf(_def.output) : _def.output;
  if (!isSchema(output)) throw new Error(`${path}: has no output schema`);
  if (!inputs.every(isSchema)) throw new Error(`${path}: has an input that is not a zod schema`);

  const [input, ...more] = inputs;
  const whole = input && more.reduce<z.core.$ZodType>((left, right) => z.intersection(left, right), input);
  const inputType = whole ? printer.print(whole, "input", `${path} input`) : "undefined";
  const outputType = printer.print(output, "output", `${path} output`);
  const codes = [...new Set([...codesOfAccess(access), ...errors])].sort();
  return {
    steps,
    doc: docComment([summary, ...codes.map((code) => `@throws ${code}`)]),
    type: `${kind}<${inputType}, ${outputType}, ${stringUnion(codes)}>`,
  };
}

/** What `eventsOf` says that each event is. */
function eventOf(output: unknown): unknown {
  return typeof output === "object" && output !== null && "event" in output ? output.event : undefined;
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return value instanceof z.core.$ZodType;
}

function printRoutes(routes: readonly Route[]): string {
  const entries = [...Map.groupBy(routes, ({ steps }) => steps[0] ?? "")].map(([step, group]) => {
    const [leaf] = group.filter(({ steps }) => steps.length === 1);
    if (leaf) return `${leaf.doc}${propertyName(step)}: ${leaf.type};`;
    const below = group.map((route) => ({ ...route, steps: route.steps.slice(1) }));
    return `${propertyName(step)}: ${printRoutes(below)};`;
  });
  return `{\n${entries.join("\n")}\n}`;
}
