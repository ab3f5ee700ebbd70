import { expect, test } from "bun:test";
import { z } from "zod";
import { type Procedure, printContract } from "../../client-sdk/scripts/contract.ts";
import { extractInterfaces } from "../../client-sdk/scripts/error-types.ts";
import { contractPath, generateContract } from "../../client-sdk/scripts/generate.ts";
import { eventsOf } from "../../server/trpc/events.ts";

test("the committed contract is that of the server's router: `bun run sdk:generate` brings it up to date", async () => {
  expect(await Bun.file(contractPath).text()).toBe(await generateContract());
});

const meta = { summary: "Look at it", access: "public", errors: [] };
const output = z.string();

const print = (procedures: Record<string, Procedure["_def"]>, errorTypes = new Map<string, string>()) =>
  printContract({
    procedures: Object.fromEntries(Object.entries(procedures).map(([path, _def]) => [path, { _def }])),
    errorTypes,
  });

test("procedures stand under their routers, with what they say of themselves", () => {
  const contract = print({
    "shop.look": { type: "query", inputs: [], output, meta },
    "shop.admin.change": {
      type: "mutation",
      inputs: [z.object({ a: z.string().default("") }), z.object({ b: z.string() }).optional()],
      output: z.void(),
      meta: { ...meta, summary: "Change it", errors: ["NOT_FOUND", "CONFLICT", "NOT_FOUND"] },
    },
    "shop.admin.listen": {
      type: "subscription",
      inputs: [],
      output: eventsOf(z.object({ id: z.int() })),
      meta: { ...meta, summary: "Listen" },
    },
  });
  expect(contract).toEndWith(`
/** Every procedure of the shop. */
export interface Routes {
shop: {
/** Look at it */
look: Query<undefined, string, never>;
admin: {
/**
 * Change it
 * @throws CONFLICT
 * @throws NOT_FOUND
 */
change: Mutation<({ a?: string | undefined; } & ({ b: string; } | undefined)), void, "CONFLICT" | "NOT_FOUND">;
/** Listen */
listen: Subscription<undefined, { id: number; }, never>;
};
};
}
`);
});

test("named types stand before the routes, by name, after those of the errors", () => {
  const named = (id: string) => z.object({ id: z.string() }).meta({ id });
  const contract = print(
    { "shop.look": { type: "query", inputs: [named("B")], output: named("A"), meta } },
    new Map([["ErrorData", "export interface ErrorData {}"]]),
  );
  expect(contract.match(/^export interface \w+/gm)?.slice(3)).toEqual([
    "export interface ErrorData",
    "export interface A",
    "export interface B",
    "export interface Routes",
  ]);
});

const refused: [what: string, path: string, procedure: Procedure["_def"], message: string][] = [
  ["no output", "a.b", { type: "query", inputs: [], meta }, "a.b: has no output schema"],
  ["no metadata", "a.b", { type: "query", inputs: [], output }, "a.b: has no summary"],
  [
    "no access",
    "a.b",
    { type: "query", inputs: [], output, meta: { summary: "x" } },
    "a.b: does not say who",
  ],
  [
    "no errors",
    "a.b",
    { type: "query", inputs: [], output, meta: { ...meta, errors: undefined } },
    "a.b: does not list its errors",
  ],
  [
    "a kind of its own",
    "a.b",
    { type: "stream", inputs: [], output, meta },
    "a.b: a stream is not supported",
  ],
  [
    "events of no schema",
    "a.b",
    { type: "subscription", inputs: [], output, meta },
    "a.b: has no output schema",
  ],
  [
    "a foreign input",
    "a.b",
    { type: "query", inputs: [String], output, meta },
    "a.b: has an input that is not",
  ],
  ["a reserved name", "a.query", { type: "query", inputs: [], output, meta }, "a.query: the client needs"],
  [
    "an input of any",
    "a.b",
    { type: "query", inputs: [z.object({ c: z.any() })], output, meta },
    "a.b input.c: z.any",
  ],
  [
    "an output of unknown",
    "a.b",
    { type: "query", inputs: [], output: z.array(z.unknown()), meta },
    "a.b output[]: z.unknown",
  ],
  [
    "a name of the contract's own",
    "a.b",
    { type: "query", inputs: [], output: z.object({ x: z.string() }).meta({ id: "Query" }), meta },
    "Query: is the name of two types",
  ],
];

test.each(refused)("refuses a procedure with %s", (_, path, procedure, message) => {
  expect(() => print({ [path]: procedure })).toThrow(message);
});

test("takes the exported interfaces of a source, with their comments, and nothing else", () => {
  const source = `import type { Money } from "./money.ts";

/** Not this one. */
interface Hidden {
  a: string;
}

/** Says one thing. */
export interface One {
  data: { a: string };
}

export type Code = "a";
/**
 * Says
 * another.
 */
export interface Two extends One {
  /** A field. */
  b: Hidden;
}
`;
  expect(extractInterfaces(source)).toEqual(
    new Map([
      ["One", "/** Says one thing. */\nexport interface One {\n  data: { a: string };\n}"],
      [
        "Two",
        "/**\n * Says\n * another.\n */\nexport interface Two extends One {\n  /** A field. */\n  b: Hidden;\n}",
      ],
    ]),
  );
});
