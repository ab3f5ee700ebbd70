import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { formatPostalCode, postalCodeFormats } from "../../server/modules/shipping/postal-codes.ts";
import { isPostalPattern, matchesPostalCode } from "../../server/modules/shipping/postal-pattern.ts";

describe("a postal pattern", () => {
  test.each(["10115", "101*", "10000-19999", "SW1Y 4JH", "SW1*", "100-0001", "LV-1010", "1011 AB", "D02 *"])(
    "may be %p",
    (pattern) => expect(isPostalPattern(pattern)).toBe(true),
  );

  test.each(["", " ", "*", "-", "- *", "1*1", "101**", "sw1*", "20000-10000", "101?", "1,2", "Ä1", "[0-9]"])(
    "is not %p",
    (pattern) => expect(isPostalPattern(pattern)).toBe(false),
  );

  test.each([
    ["10115", "10115", true],
    ["10115", "10117", false],
    ["10115", "10115-1234", true],
    ["10115", "101151", false],
    ["SW1Y", "SW1Y 4JH", true],
    ["SW1Y4JH", "SW1Y 4JH", true],
    ["SW1", "SW1Y 4JH", false],
    ["1011", "1011 AB", true],
    ["100-0001", "100-0001", true],
    ["1000001", "100-0001", true],
    ["100-0001", "100-0002", false],
    ["101*", "10115", true],
    ["101*", "10215", false],
    ["SW1*", "SW1Y 4JH", true],
    ["SW1Y 4*", "SW1Y 4JH", true],
    ["101*", "101", true],
    ["10000-19999", "10000", true],
    ["10000-19999", "19999", true],
    ["10000-19999", "20000", false],
    ["10000-19999", "09999", false],
    ["10000-19999", "1000", false],
    ["10000-19999", "10115-1234", true],
    ["1000-1999", "1011 AB", true],
    ["9000-9499", "9000-123", true],
    ["100-199", "A12", false],
    ["00100-00199", "00150", true],
    ["11369-14811", "11369-14811", true],
    ["1000", "1000-001", true],
    ["101*", "101 1A", true],
    ["sw1y*", "sw1y 4jh", true],
    ["000", "", false],
    ["10000-19999", "", false],
    ["10115", "", false],
  ])("%p has %p: %p", (pattern, code, expected) => {
    expect(matchesPostalCode(pattern, code)).toBe(expected);
  });

  test("of any code of any country is that code, its beginnings lead to it, and separators never count", () => {
    const places = [...postalCodeFormats].flatMap(([country, formats]) =>
      formats.filter(Boolean).map((format) => ({ country, format })),
    );
    const letters: Record<string, string> = { "#": "7", "@": "B", "*": "X" };
    const code = fc.constantFrom(...places).map(({ country, format }) => {
      return formatPostalCode(country, [...format].map((place) => letters[place] ?? place).join("")) ?? "";
    });
    fc.assert(
      fc.property(code, fc.nat(9), (code, length) => {
        const bare = code.replace(/[ -]/g, "");
        expect(matchesPostalCode(bare, code)).toBe(true);
        expect(matchesPostalCode(`${bare.slice(0, length + 1)}*`, code)).toBe(true);
        expect(isPostalPattern(bare)).toBe(true);
      }),
    );
  });
});
