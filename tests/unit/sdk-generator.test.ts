import { beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { $ } from "bun";
import { printFlat, printShape } from "../../client-sdk/scripts/generator/print-shape.ts";
import type { schemas } from "../helpers/contract-schemas.ts";
import { openContract } from "../helpers/read-contract.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const root = join(import.meta.dir, "../..");

let contract: Awaited<ReturnType<typeof openContract>>;

beforeAll(async () => {
  contract = await openContract();
});

/** What is written of both sides, or of each. */
const expected: Record<keyof typeof schemas, string | { input: string; output: string }> = {
  string: "string",
  int: "number",
  boolean: "boolean",
  bigint: "bigint",
  date: "Date",
  void: { input: "undefined", output: "void" },
  literals: '"a" | "b" | 1 | true | null',
  enum: '"large" | "small"',
  nullable: "string | null",
  nullish: "string | null | undefined",
  brand: { input: "string", output: 'Branded<string, "Id">' },
  array: "(string | null)[]",
  arrays: "Date[][]",
  tuple: "[string, number | null]",
  tupleWithRest: "[string, (number | undefined)?, ...(boolean | null)[]]",
  set: "Set<string>",
  map: "Map<string, Date>",
  record: "Record<string, number>",
  recordOfEnum: 'Record<"a" | "b", number>',
  partialRecord: "{ b?: number; a?: number }",
  object: "{ x: number; y: number }",
  strictObject: '{ "a-b": string; $c: string }',
  emptyObject: "Record<string, never>",
  optionalKeys: "{ a?: string | undefined; b?: string; c?: string | null | undefined }",
  defaults: {
    input: "{ a?: string | undefined; b?: string | undefined }",
    output: "{ a: string; b: string | undefined }",
  },
  required: "{ x: number; y: number }",
  nonoptional: "{ a: string }",
  union: "number | string | { x: number; y: number } | null",
  discriminatedUnion: '{ type: "a" } | { type: "b"; n: number }',
  intersection: "{ x: number; y: number; w: number } | { x: number; y: number; z: number }",
  arrayOfIntersection: "{ x: number; y: number; z: number }[]",
  lazy: "{ x: number; y: number }",
  transform: { input: "{ a: string }", output: "{ a: number }" },
  pipe: { input: "string", output: "number" },
  codec: { input: "string", output: "Date" },
  coerced: { input: "unknown", output: "number" },
  readonlyArray: "(readonly string[])[]",
  readonlyObject: "{ readonly x: number; readonly y: number }",
  readonlyMap: "ReadonlyMap<string, string>",
  documented: "{ plain: Place; optional?: string | undefined; elsewhere: Place | null; refined: Place }",
  recursive: "{ root: Folder }",
  recursiveWithoutId: "{ loop: Loop }",
  typeOfItsOwn: "Tree",
  aliasOfItsOwn: "Suit[]",
  labelledTuple: "readonly [name: string, age?: number, ...rest: Date[]]",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the type's own
  template: "`${number}px`",
  brandedNumber: 'Branded<number, "sort">',
  bigintLiteral: "10n",
  nested: "Map<string, Set<readonly (string | null)[]>>",
  carried: "{ bytes: Uint8Array; url: URL; pattern: RegExp }",
  readonlyField: "{ readonly a: string; b: string }",
  mappedReadonly: "{ readonly a: string; readonly b?: string | undefined }",
  indexed: "{ [key: string]: number | string; total: number }",
  booleans: "boolean | string | null",
  never: "never[]",
  unknown: "{ a: unknown }",
  namedUnion: "Letter[]",
};

describe("what is written of a type:", () => {
  test.each(Object.entries(expected))("%s", (name, text) => {
    const { input, output } = contract.read(`typed.${name}`).route;
    const written = { input: printFlat(input), output: printFlat(output) };
    expect(written).toEqual(typeof text === "string" ? { input: text, output: text } : text);
  });

  const declarations = (name: string) =>
    Object.fromEntries(
      [...contract.read(`typed.${name}`).names.declarations].map(([name, { shape, doc }]) => [
        name,
        { text: printFlat(shape), doc },
      ]),
    );

  test("what has a name is declared once, with what is said of it", () => {
    expect(declarations("documented")).toEqual({
      Place: { text: "{ x: number; y: number }", doc: "Where it is" },
    });
    expect(declarations("namedUnion")).toEqual({ Letter: { text: '"a" | "b"', doc: undefined } });
    expect(declarations("typeOfItsOwn")).toEqual({
      Tree: {
        text: "{ leaf: string; branches?: readonly Tree[] }",
        doc: "A type that only TypeScript knows.",
      },
    });
  });

  test("what contains itself ends at its name, also where nobody gave it one", () => {
    expect(declarations("recursive")).toEqual({
      Folder: { text: "{ name: string; folders: Folder[] }", doc: undefined },
    });
    expect(declarations("recursiveWithoutId")).toEqual({
      Loop: { text: "{ again?: Loop | undefined }", doc: undefined },
    });
  });

  test("fields are told of in the words of their schemas, or of the source", () => {
    expect(printShape(contract.read("typed.documented").route.output)).toBe(`{
  plain: Place;
  /**
   * Any *\\/ text
   * of two lines
   */
  optional?: string | undefined;
  /** Of the other */
  elsewhere: Place | null;
  refined: Place;
}`);
    const tree = contract.read("typed.typeOfItsOwn").names.declarations.get("Tree");
    expect(tree && printShape(tree.shape)).toContain("/** What it bears */\n  leaf: string;");
  });
});

test("what is written is what tRPC infers", async () => {
  const router = join(root, "tests/helpers/contract-router.ts");
  const printed = temporaryPath("contract.ts");
  await Bun.write(printed, contract.print("typed"));
  const check = join(root, "tests/types/route-drift.ts");
  const file = temporaryPath("drift.ts");
  await Bun.write(
    file,
    `
import type { inferRouterInputs, inferRouterOutputs } from "${root}/node_modules/@trpc/server";
import type { contractRouter } from "${router}";
import type { RouteDrift } from "${check}";
import type { Routes } from "${printed}";
type Router = typeof contractRouter;
type Drift<Contract> = RouteDrift<
  Router["_def"]["record"]["typed"],
  inferRouterInputs<Router>["typed"],
  inferRouterOutputs<Router>["typed"],
  Contract
>;
function assertNever<_Drift extends never>(): void {}
assertNever<Drift<Routes["typed"]>>();
// @ts-expect-error a type that differs is noticed
assertNever<Drift<Omit<Routes["typed"], "date"> & { date: Routes["typed"]["string"] }>>();
`,
  );
  const project = temporaryPath("tsconfig.json");
  const compilerOptions = {
    types: ["bun-types"],
    typeRoots: [`${root}/node_modules`],
    noUnusedLocals: false,
  };
  await Bun.write(
    project,
    JSON.stringify({ extends: `${root}/tsconfig.json`, files: [file], include: [], compilerOptions }),
  );
  const { stdout } = await $`${root}/node_modules/.bin/tsc -p ${project}`.nothrow().quiet();
  expect(stdout.toString()).toBe("");
});

describe("refused, and told where it stands:", () => {
  const refusals = {
    any: "refused.any output.rows[]: is any",
    anyInput: "refused.anyInput input.filter: is any",
    unknown: "refused.unknown output: is unknown",
    noOutput: "refused.noOutput: has no output schema",
    leaked:
      "refused.leaked output.orders[].where: SQL of drizzle-orm is a type that the client does not have",
    leakedByNode: "refused.leakedByNode output.file: Buffer of ",
    promised: "refused.promised output: Promise of typescript is a type",
    instance: "refused.instance output.account.close: is a function",
    callback: "refused.callback output.done: is a function",
    symbol: "refused.symbol output.id: is a symbol",
    symbolKey: "is under a symbol",
    endless: "contains itself without end",
    twice: "refused.twice output: Twice is another type here than at refused.twice input",
    bothSides: "refused.bothSides output: Both is another type here than at refused.bothSides input",
    reservedName: "refused.reservedName output: Query is a name that the contract has for itself",
    noName: "refused.noName output: not a name is no name of a type",
    query: "refused.query: clients need the name query for themselves",
  };

  test.each(Object.entries(refusals))("%s", (path, message) => {
    expect(() => contract.read(`refused.${path}`)).toThrow(message);
  });
});
