import { expect, test } from "bun:test";
import fc from "fast-check";
import { isCode, normalizeCode } from "../../server/modules/promotion/code.ts";

test.each([
  ["summer10", "SUMMER10"],
  ["  Summer10\u00a0\n", "SUMMER10"],
  ["ｓｕｍｍｅｒ１０", "SUMMER10"],
  ["gruß-10", "GRUSS-10"],
  ["e\u0301te\u0301", "ÉTÉ"],
])("%p is the code %p", (typed, code) => {
  expect(normalizeCode(typed)).toBe(code);
});

test("a code that is normalised stays as it is", () => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(fc.property(text, (typed) => normalizeCode(normalizeCode(typed)) === normalizeCode(typed)));
});

test.each(["ABC", "A-1", "ÉTÉ", "10%", "🎁🎁🎁", "A".repeat(40)])("%p can be a code", (code) => {
  expect(isCode(code)).toBe(true);
});

test.each(["", "AB", "🎁🎁", "A".repeat(41), "A BC", "A\u200bBC", "A\u0000BC", "A\ud800BC"])(
  "%p cannot be one",
  (code) => {
    expect(isCode(code)).toBe(false);
  },
);
