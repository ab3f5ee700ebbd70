import { beforeAll, describe, expect, test } from "bun:test";
import type { Change } from "../../client-sdk/scripts/compare/change.ts";
import { compareContracts } from "../../client-sdk/scripts/compare/compare-contracts.ts";
import { isAtLeast, levelOf, versionAfter } from "../../client-sdk/scripts/compare/version.ts";
import { temporaryPath } from "../helpers/temporary.ts";

interface Case {
  before?: string;
  after?: string;
  /** With what is breaking marked by `!`. */
  changes: string[];
}

const query = (output: string) => `Query<undefined, ${output}>`;
const taking = (input: string) => `Mutation<${input}, void>`;

const cases: Record<string, Case> = {
  same: { before: query("Order"), after: query("Order"), changes: [] },
  removedProcedure: { before: query("Date"), changes: ["! is gone"] },
  newProcedure: { after: query("Date"), changes: ["+ is new"] },
  otherKind: { before: query("Date"), after: "Mutation<undefined, Date>", changes: ["! is a mutation now"] },
  becameRouter: {
    before: query("Date"),
    after: `{ inner: ${query("Date")} }`,
    changes: ["! is a router now"],
  },

  newNeededInput: {
    before: taking("{ a: string }"),
    after: taking("{ a: string; b: string }"),
    changes: ["! input.b is needed now"],
  },
  newOptionalInput: {
    before: taking("{ a: string }"),
    after: taking("{ a: string; b?: string }"),
    changes: ["+ input.b can be told"],
  },
  inputWhereThereWasNone: {
    before: taking("undefined"),
    after: taking("{ a: string }"),
    changes: ["! input no longer takes undefined", "+ input takes { a: string; }"],
  },
  inputThatMayBeLeftOut: {
    before: taking("{ a: string }"),
    after: taking("{ a?: string }"),
    changes: ["+ input.a may be left out now"],
  },
  inputThatIsNeeded: {
    before: taking("{ a?: string }"),
    after: taking("{ a: string }"),
    changes: ["! input.a is needed now"],
  },
  removedInput: {
    before: taking("{ a: string; b?: string }"),
    after: taking("{ a: string }"),
    changes: ["! input.b is no longer taken"],
  },
  narrowedInput: {
    before: taking('{ sort: "price" | "title" }'),
    after: taking('{ sort: "price" }'),
    changes: ['! input.sort no longer takes "title"'],
  },
  widenedInput: {
    before: taking('{ sort: "price" }'),
    after: taking("{ sort: string }"),
    changes: ["+ input.sort takes string"],
  },
  nullableInput: {
    before: taking("{ a: string | null }"),
    after: taking("{ a: string }"),
    changes: ["! input.a no longer takes null"],
  },

  removedOutput: {
    before: query("{ a: string; b: Date }"),
    after: query("{ a: string }"),
    changes: ["! output.b is no longer told"],
  },
  newOutput: {
    before: query("{ a: string }"),
    after: query("{ a: string; b: Date }"),
    changes: ["+ output.b is told"],
  },
  outputThatMayBeLeftOut: {
    before: query("{ a: string }"),
    after: query("{ a?: string }"),
    changes: ["! output.a may be left out now"],
  },
  outputThatIsAlwaysThere: {
    before: query("{ a?: string }"),
    after: query("{ a: string }"),
    changes: ["+ output.a is always told now"],
  },
  widenedOutput: {
    before: query('{ status: "open" | "paid" }'),
    after: query('{ status: "open" | "paid" | "lost" }'),
    changes: ['! output.status may be "lost"'],
  },
  narrowedOutput: {
    before: query("{ status: string }"),
    after: query('{ status: "open" }'),
    changes: ["+ output.status is no longer string", '+ output.status may be "open"'],
  },
  nullableOutput: {
    before: query("Order"),
    after: query("Order | null"),
    changes: ["! output may be null"],
  },
  otherOutput: {
    before: query("{ at: string }"),
    after: query("{ at: Date }"),
    changes: ["! output.at may be Date", "+ output.at is no longer string"],
  },
  listOfOther: {
    before: query("{ a: string }[]"),
    after: query("{ a: string; b: string }[]"),
    changes: ["+ output[].b is told"],
  },
  noList: {
    before: query("Date[]"),
    after: query("Date"),
    changes: ["! output may be Date", "+ output is no longer Date[]"],
  },
  insideMap: {
    before: query("Map<string, { a: string }>"),
    after: query("Map<string, { a?: string }>"),
    changes: ["! output[].a may be left out now"],
  },
  insideRecord: {
    before: query("Record<string, { a: string }>"),
    after: query("Record<string, { a: string; b: string }>"),
    changes: ["+ output{}.b is told"],
  },
  alternativeByItsMark: {
    before: query('{ type: "a"; x: number } | { type: "b" }'),
    after: query('{ type: "a"; x: number; y: number } | { type: "b" }'),
    changes: ["+ output.y is told"],
  },
  newAlternative: {
    before: query('{ type: "a" } | { type: "b" }'),
    after: query('{ type: "a" } | { type: "b" } | { type: "c" }'),
    changes: ['! output may be { type: "c"; }'],
  },
  insideItself: {
    before: query("Tree"),
    after: query("Tree"),
    changes: ["+ output.leaf is told"],
  },
  newCode: {
    before: 'Query<undefined, void, "NOT_FOUND">',
    after: 'Query<undefined, void, "NOT_FOUND" | "CONFLICT">',
    changes: ["+ may refuse with CONFLICT"],
  },
  removedCode: {
    before: 'Query<undefined, void, "NOT_FOUND" | "CONFLICT">',
    after: 'Query<undefined, void, "NOT_FOUND">',
    changes: ["+ no longer refuses with CONFLICT"],
  },
};

const contract = (side: "before" | "after", types: string) => `
export interface Query<Input, Output, Code = never> { kind: "query"; input: Input; output: Output; code: Code }
export interface Mutation<Input, Output, Code = never> { kind: "mutation"; input: Input; output: Output; code: Code }
export interface Order { id: string; lines: { quantity: number }[]; placedAt: Date }
${types}
export interface Routes {
${Object.entries(cases)
  .flatMap(([name, texts]) => (texts[side] === undefined ? [] : [`  ${name}: ${texts[side]};`]))
  .join("\n")}
}
`;

let changes: Change[];

beforeAll(async () => {
  const [before, after] = [temporaryPath("before.ts"), temporaryPath("after.ts")];
  await Bun.write(
    before,
    contract(
      "before",
      `export interface Tree { trees: Tree[] }
export interface ErrorData { OUT_OF_STOCK: { available: number } }
export interface Forgotten { a: string }`,
    ),
  );
  await Bun.write(
    after,
    contract(
      "after",
      `export interface Tree { trees: Tree[]; leaf: string }
export interface ErrorData { OUT_OF_STOCK: Record<never, never>; CONFLICT: Record<never, never> }`,
    ),
  );
  changes = compareContracts(before, after);
});

const say = ({ path, text, breaks }: Change, name: string) =>
  `${breaks ? "!" : "+"} ${`${path} ${text}`.slice(name.length).trimStart()}`;

describe("what a change is to callers:", () => {
  test.each(Object.entries(cases))("%s", (name, { changes: expected }) => {
    const own = changes.filter(({ path }) => path === name || path.startsWith(`${name} `));
    expect(own.map((change) => say(change, name))).toEqual(expected);
  });

  test("of errors and of exported names", () => {
    const other = changes.filter(({ path }) => /^(errors|[A-Z])/.test(path));
    expect(other.map((change) => say(change, ""))).toEqual([
      "! Forgotten is exported no more",
      "! errors.OUT_OF_STOCK.available is no longer told",
      "+ errors.CONFLICT is told",
    ]);
  });

  test("what breaks comes first", () => {
    const firstGentle = changes.findIndex(({ breaks }) => !breaks);
    expect(changes.slice(firstGentle).some(({ breaks }) => breaks)).toBe(false);
  });
});

describe("versions:", () => {
  const change = (breaks: boolean): Change => ({ path: "a", text: "b", breaks });

  test("what breaks is major, what is added minor, anything else a patch", () => {
    expect(levelOf([change(false), change(true)])).toBe("major");
    expect(levelOf([change(false)])).toBe("minor");
    expect(levelOf([])).toBe("patch");
  });

  test.each([
    ["1.4.2", "major", "2.0.0"],
    ["1.4.2", "minor", "1.5.0"],
    ["1.4.2", "patch", "1.4.3"],
    ["0.4.2", "major", "0.5.0"],
    ["0.4.2", "minor", "0.4.3"],
    ["0.4.2", "patch", "0.4.3"],
  ] as const)("after %s, %s is %s", (released, level, next) => {
    expect(versionAfter(released, level)).toBe(next);
  });

  test.each([
    ["1.2.3", "1.2.3", true],
    ["1.10.0", "1.9.9", true],
    ["1.2.3", "1.3.0", false],
    ["0.9.9", "1.0.0", false],
  ])("%s is at least %s: %p", (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });

  test("what is no version is refused", () => {
    expect(() => versionAfter("next", "major")).toThrow("next is no version like 1.2.3");
  });
});
