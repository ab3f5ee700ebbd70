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
      fc.tuple(fc.constant("number" as const), fc.double({ noNaN: true })),
      fc.tuple(fc.constant("boolean" as const), fc.boolean()),
    );
    fc.assert(
      fc.property(typedValue, ([type, value]) => {
        expect(readValue({ type }, storeValue(value))).toEqual(value);
      }),
    );
  });
});
