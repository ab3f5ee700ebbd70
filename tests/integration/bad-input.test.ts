import { describe, expect, test } from "bun:test";
import type { $ZodType } from "zod/v4/core";
import { safeParse } from "zod/v4/core";
import { connect } from "../../client-sdk/src/connect.ts";
import { procedures } from "../../server/trpc/root.ts";
import { readTables } from "../helpers/dump.ts";
import { fieldsOf, withValue } from "../helpers/input-fields.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { type ProcedurePath, validInputs } from "../helpers/valid-inputs.ts";
import { copyOf, newWorld } from "../helpers/world.ts";

const world = await newWorld();

/** Of every kind a value, at every edge: whatever the field, some of them are wrong. */
const values = [
  null,
  true,
  "",
  " ",
  "§",
  "\ud800",
  "x".repeat(4_001),
  "x".repeat(100_001),
  -1,
  0.5,
  Number.MAX_SAFE_INTEGER,
  Number.POSITIVE_INFINITY,
  new Date(),
  {},
  { key: {} },
  [],
  [{}],
  Array.from({ length: 1_001 }, (_, number) => `${number}`),
  Object.fromEntries(Array.from({ length: 251 }, (_, number) => [`key${number}`, true])),
];

/** Whether a value can stand in an address. */
const fitsQuery = (value: unknown) => encodeURIComponent(JSON.stringify(value)).length < 6_000;

// Sound: the compiler asks for an input of every path, and of no other.
const paths = (Object.keys(validInputs) as ProcedurePath[]).filter((path) =>
  /^(admin\.)?catalog\./.test(path),
);

// Sound: every input is a schema of zod's.
const schemaOf = (path: ProcedurePath) => procedures[path]?._def.inputs[0] as $ZodType | undefined;

const isMutation = (path: ProcedurePath) => procedures[path]?._def.type === "mutation";

const cases = paths.flatMap((path) => {
  const schema = schemaOf(path);
  const fields = schema ? fieldsOf(schema) : [];
  return fields.map(({ path: place, schema }) => {
    const wrong = values.filter((value) => !safeParse(schema, value).success);
    const fitting = isMutation(path) ? wrong : wrong.filter(fitsQuery);
    return { path, field: place.join("."), place, wrong: fitting };
  });
});

test("every procedure of the catalogue that takes an input has fields to try", () => {
  const tried = new Set(cases.map(({ path }) => path));
  expect(paths.filter((path) => !tried.has(path))).toEqual([
    "catalog.markets",
    "admin.catalog.categories",
    "admin.catalog.attributes",
    "admin.catalog.markets",
  ]);
  expect(cases.filter(({ wrong }) => wrong.length < 3)).toEqual([]);
  expect(cases.length).toBeGreaterThan(200);
});

/** Whether bad input is told of the field, or of something within it. */
async function isRefusedAt(field: string, asked: Promise<unknown>): Promise<boolean> {
  const { code, data } = await refusalOf(asked).catch(() => ({ code: "answered", data: {} }));
  if (code !== "BAD_REQUEST" || !("issues" in data) || !Array.isArray(data.issues)) return false;
  return data.issues.some(({ path }) => field === "" || path === field || path.startsWith(`${field}.`));
}

describe.each([...new Set(cases.map(({ path }) => path))])("bad input of %s", (path) => {
  test("is refused by the field it is of, and changes nothing", async () => {
    const shop = await copyOf(world);
    const { call } = connect({
      url: "http://shop.test",
      fetch: (url, init) => shop.app(new Request(url, init)),
      headers: { authorization: `Bearer ${world.owner.token}` },
      retry: 0,
    });
    // Of one of several kinds: what is valid would be enough of one, whatever stands beside it.
    const valid = schemaOf(path)?._zod.def.type === "union" ? {} : validInputs[path](world, world.alice);
    const before = await readTables(shop);
    const answered: string[] = [];
    for (const { field, place, wrong } of cases.filter((each) => each.path === path)) {
      for (const value of wrong) {
        const input = withValue(valid, place, value);
        const asked = call({ kind: isMutation(path) ? "mutation" : "query", path, input });
        if (!(await isRefusedAt(field, asked))) answered.push(`${field}: ${JSON.stringify(value)}`);
      }
    }
    expect(answered).toEqual([]);
    expect(await readTables(shop)).toEqual(before);
  });
});
