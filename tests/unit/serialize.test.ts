import { expect, test } from "bun:test";
import fc from "fast-check";
import superjson from "superjson";
import { serialize, stringify } from "../../server/core/serialize.ts";

const key = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom("id", "a.b", "a\\b", "", "0", "toString", "valueOf", "toJSON"),
);

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date({ noInvalidDate: true }),
  fc.bigInt(),
  fc.constant(-0),
  fc.constant(new Map([["a", 1]])),
  fc.constant(new Set([1])),
);

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(key, tie("any"), { maxKeys: 4 }),
  ),
})).any;

test("whatever is serialized, superjson reads the same as if it had written it", () => {
  fc.assert(
    fc.property(value, (original) => {
      const ours = superjson.parse(stringify(original));
      const theirs = superjson.parse(superjson.stringify(original));
      expect(ours).toStrictEqual(theirs);
    }),
    { numRuns: 5_000 },
  );
});

test("plain JSON and dates are written exactly as superjson writes them", () => {
  const plain = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.date({ noInvalidDate: true }),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie("any"), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(plain, (original) => {
      expect(JSON.parse(stringify(original))).toEqual(JSON.parse(superjson.stringify(original)));
    }),
    { numRuns: 2_000 },
  );
});

test("an answer of plain JSON is passed on, not copied", () => {
  const answer = { items: [{ id: "a", at: new Date(5) }], next: null };
  expect(serialize(answer)).toEqual({
    json: answer,
    meta: { values: { "items.0.at": ["Date"] }, v: 1 },
  } as never);
  expect(serialize(answer).json).toBe(answer as never);
});
