import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type AttributeDefinition,
  readValue,
  storeValue,
  valueProblem,
} from "../../server/modules/catalog/attribute-value.ts";

const of = (type: AttributeDefinition["type"], choices: string[] | null = null) => ({ type, choices });
const material = of("choice", ["cotton", "wool"]);

describe("an attribute's value", () => {
  test.each([
    [of("text"), "soft"],
    [of("number"), 1.5],
    [of("boolean"), false],
    [material, "wool"],
  ])("is one that its definition allows", (definition, value) => {
    expect(valueProblem(definition, value)).toBeUndefined();
  });

  test.each([
    [of("text"), 1, "Expected a text"],
    [of("number"), "1", "Expected a number"],
    [of("boolean"), 1, "Expected a boolean"],
    [material, "silk", "Expected one of cotton, wool"],
    [material, true, "Expected one of cotton, wool"],
  ])("is no other, and what is expected is told", (definition, value, problem) => {
    expect(valueProblem(definition, value)).toBe(problem);
  });

  test("is read as it was stored", () => {
    const typedValue = fc.oneof(
      fc.tuple(fc.constant("text" as const), fc.string()),
      fc.tuple(
        fc.constant("number" as const),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => Number(number.toPrecision(15))),
      ),
      fc.tuple(fc.constant("boolean" as const), fc.boolean()),
    );
    fc.assert(
      fc.property(typedValue, ([type, value]) => {
        expect(readValue({ type }, storeValue(value))).toEqual(value);
      }),
    );
  });
});

test("a number keeps fifteen digits, and is one that somebody could measure", () => {
  const number = { type: "number", choices: null } as const;
  expect(storeValue(0.1 + 0.2)).toEqual({ text: null, number: 0.3 });
  for (const fine of [0, -12.5, 1e15, 1e-9]) expect(valueProblem(number, fine)).toBeUndefined();
  for (const strange of [1e16, -1e300, 1e-10]) expect(valueProblem(number, strange)).toMatch(/between/);
});
