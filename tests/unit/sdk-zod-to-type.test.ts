import { expect, test } from "bun:test";
import { join } from "node:path";
import { $ } from "bun";
import { z } from "zod";
import { type Side, TypePrinter } from "../../client-sdk/scripts/zod-to-type.ts";
import { schemas } from "../helpers/sdk-schemas.ts";
import { temporaryPath } from "../helpers/temporary.ts";

type Name = keyof typeof schemas;

/** What is printed of both sides, or of each; undefined where a side is refused. */
const expected: Record<Name, string | { input: string | undefined; output: string | undefined }> = {
  string: "string",
  int: "number",
  boolean: "boolean",
  bigint: "bigint",
  date: "Date",
  void: "void",
  literals: '"a" | "b" | 1 | true | null',
  enum: '"large" | "small"',
  nullable: "string | null",
  nullish: "string | null | undefined",
  brand: "string",
  array: "(string | null)[]",
  arrays: "Date[][]",
  tuple: "[string, number | null]",
  tupleWithRest: "[string, (number | undefined)?, ...(boolean | null)[]]",
  set: "Set<string>",
  map: "Map<string, Date>",
  record: "Record<string, number>",
  recordOfEnum: 'Record<"a" | "b", number>',
  partialRecord: 'Partial<Record<"a" | "b", number>>',
  object: "{ x: number; y: number; }",
  strictObject: '{ "a-b": string; $c: string; }',
  emptyObject: "Record<string, never>",
  optionalKeys: "{ a?: string | undefined; b?: string; c?: string | null | undefined; }",
  defaults: {
    input: "{ a?: string | undefined; b?: string | undefined; }",
    output: "{ a: string; b: string | undefined; }",
  },
  required: "{ x: number; y: number; }",
  nonoptional: "{ a: string; }",
  union: "number | string | { x: number; y: number; } | null",
  discriminatedUnion: '{ type: "a"; } | { type: "b"; n: number; }',
  intersection: "({ x: number; y: number; } & ({ w: number; } | { z: number; }))",
  arrayOfIntersection: "({ x: number; y: number; } & { z: number; })[]",
  lazy: "{ x: number; y: number; }",
  transform: { input: "{ a: string; }", output: undefined },
  pipe: { input: "string", output: "number" },
  codec: { input: "string", output: "Date" },
  coerced: { input: undefined, output: "number" },
  readonlyArray: "(readonly string[])[]",
  readonlyObject: "Readonly<{ x: number; y: number; }>",
  readonlyMap: "ReadonlyMap<string, string>",
  documented: `{
plain: Place;
/**
 * Any *\\/ text
 * of two lines
 */
optional?: string | undefined;
/** Of the other */
elsewhere: Place | null;
refined: Place;
}`,
  recursive: "{ root: Folder; }",
  namedUnion: "Letter[]",
};

function* cases(): Generator<{ name: Name; side: Side; text: string | undefined }> {
  for (const [name, text] of Object.entries(expected)) {
    for (const side of ["input", "output"] as const) {
      // Sound: the entries are those of the record above.
      yield { name: name as Name, side, text: typeof text === "string" ? text : text[side] };
    }
  }
}

for (const { name, side, text } of cases()) {
  test(`${name}, ${side}`, () => {
    const print = () => new TypePrinter().print(schemas[name], side, name);
    if (text === undefined) expect(print).toThrow(name);
    else expect(print()).toBe(text);
  });
}

test("a schema with an id is declared once, with its description", () => {
  const printer = new TypePrinter();
  for (const name of ["documented", "recursive", "namedUnion"] as const) {
    printer.print(schemas[name], "input", name);
    printer.print(schemas[name], "output", name);
  }
  expect(Object.fromEntries(printer.declarations())).toEqual({
    Place: "/** Where it is */\nexport interface Place { x: number; y: number; }",
    Folder: "export interface Folder { name: string; folders: Folder[]; }",
    Letter: 'export type Letter = "a" | "b";',
  });
});

test("what is printed is the type that zod infers", async () => {
  const root = join(import.meta.dir, "../..");
  const printer = new TypePrinter();
  const checks = [...cases()]
    .filter(({ text }) => text !== undefined)
    .map(({ name, side }) => {
      const printed = printer.print(schemas[name], side, name);
      return `same<Same<z.${side}<(typeof schemas)["${name}"]>, ${printed}>>();`;
    });
  const file = temporaryPath("inferred.ts");
  await Bun.write(
    file,
    [
      `import type { z } from "${root}/node_modules/zod";`,
      `import type { schemas } from "${root}/tests/helpers/sdk-schemas.ts";`,
      `import type { Same } from "${root}/tests/types/equal.ts";`,
      "function same<_True extends true>(): void {}",
      ...printer.declarations().values(),
      ...checks,
      "// @ts-expect-error a type that differs is noticed",
      "same<Same<{ a?: string }, { a: string }>>();",
    ].join("\n"),
  );
  const project = temporaryPath("tsconfig.json");
  await Bun.write(
    project,
    JSON.stringify({
      extends: `${root}/tsconfig.json`,
      files: [file],
      include: [],
      compilerOptions: { types: [] },
    }),
  );
  const { stdout } = await $`${root}/node_modules/.bin/tsc -p ${project}`.nothrow().quiet();
  expect(stdout.toString()).toBe("");
});

interface Loop {
  loop?: Loop | undefined;
}
const endless: z.ZodType<Loop, Loop> = z.object({
  get loop() {
    return endless.optional();
  },
});

const refused: [reason: string, schema: z.ZodType, side: Side, message: string][] = [
  ["any", z.object({ a: z.any() }), "output", "here.a: z.any"],
  ["unknown", z.object({ a: z.array(z.unknown()) }), "output", "here.a[]: z.unknown"],
  ["never", z.tuple([z.never()]), "output", "here[0]: z.never"],
  [
    "a transform's result",
    z.map(z.string(), z.string().transform(Number)),
    "output",
    "here{}: nobody can know",
  ],
  ["what z.preprocess takes", z.preprocess(String, z.string()), "input", "here: z.preprocess"],
  ["what z.coerce takes", z.set(z.coerce.date()), "input", "here{}: z.coerce"],
  ["a type only TypeScript knows", z.custom<string>(), "output", "here: z.custom"],
  ["what z.catch takes", z.string().catch(""), "input", "here: z.catch"],
  ["a promise", z.promise(z.string()), "output", "here: z.promise"],
  ["a symbol", z.record(z.symbol(), z.string()), "output", "here{key}: z.symbol"],
  ["a file", z.object({ "a b": z.file() }), "input", "here.a b: z.file"],
  ["a template literal", z.templateLiteral(["a", z.number()]), "output", "here: z.template_literal"],
  ["keys without a name", z.looseObject({ a: z.string() }), "output", "here: an object that takes keys"],
  ["a catch-all", z.object({}).catchall(z.string()), "output", "here: an object that takes keys"],
  ["read-only text", z.string().readonly(), "output", "here: z.readonly"],
  ["an endless schema without id", endless, "output", "here.loop: a schema that contains itself"],
  [
    "a fault inside a named schema",
    z.object({ a: z.any() }).meta({ id: "Named" }),
    "output",
    "Named.a: z.any",
  ],
];

test.each(refused)("refuses %s and says where it stands", (_, schema, side, message) => {
  expect(() => new TypePrinter().print(schema, side, "here")).toThrow(message);
});

test("refuses an id whose sides differ", () => {
  const printer = new TypePrinter();
  const schema = z.object({ a: z.string().default("") }).meta({ id: "Both" });
  printer.print(schema, "input", "here");
  printer.print(schema, "output", "there");
  expect(() => printer.declarations()).toThrow("Both: differs as input and as output");
});

test("refuses an id that two schemas have", () => {
  const printer = new TypePrinter();
  printer.print(z.object({ a: z.string() }).meta({ id: "Twice" }), "input", "here");
  const print = () => printer.print(z.object({ b: z.string() }).meta({ id: "Twice" }), "input", "there");
  expect(print).toThrow("Twice: is the id of two schemas");
});
