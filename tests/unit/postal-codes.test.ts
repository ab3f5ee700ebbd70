import { expect, test } from "bun:test";
import fc from "fast-check";
import { isCountryCode } from "../../server/core/countries.ts";
import { addressIssues, tidyAddress } from "../../server/modules/shipping/address-rules.ts";
import { formatPostalCode, postalCodeFormats } from "../../server/modules/shipping/postal-codes.ts";

const digits = [..."0123456789"];
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const characters: Record<string, string[]> = { "#": digits, "@": letters, "*": [...digits, ...letters] };

/** A country with a code that is written in one of its formats. */
const written = fc
  .constantFrom(...postalCodeFormats)
  .chain(([country, formats]) => fc.tuple(fc.constant(country), fc.constantFrom(...formats)))
  .chain(([country, format]) =>
    fc.record({
      country: fc.constant(country),
      code: fc
        .tuple(...[...format].map((place) => fc.constantFrom(...(characters[place] ?? [place]))))
        .map((places) => places.join("")),
    }),
  );

test("a code is read whatever its case and separators, and written one way", () => {
  fc.assert(
    fc.property(written, fc.boolean(), ({ country, code }, lower) => {
      const formatted = formatPostalCode(country, code);
      const bare = code.replace(/[ -]/g, "");
      expect(formatPostalCode(country, ` ${lower ? bare.toLowerCase() : bare} `)).toBe(formatted ?? "none");
      expect(formatPostalCode(country, formatted ?? "none")).toBe(formatted ?? "none");
      expect(formatted?.replace(/[ -]/g, "")).toBe(bare);
    }),
    { numRuns: 1_000 },
  );
});

test("a code that goes on where it should end is refused", () => {
  fc.assert(
    fc.property(written, ({ country, code }) => {
      expect(formatPostalCode(country, `${code}000000000000`)).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});

test("whatever is typed, it is refused or written in a format of the country", () => {
  const places = (format: string) => [...format].map((place) => (/[#@*]/.test(place) ? "." : place)).join("");
  fc.assert(
    fc.property(
      fc.constantFrom(...postalCodeFormats),
      fc.string({ unit: "binary", maxLength: 12 }),
      ([country, formats], typed) => {
        const code = formatPostalCode(country, typed);
        if (code === undefined) return;
        expect(formats.some((format) => new RegExp(`^${places(format)}$`).test(code))).toBe(true);
      },
    ),
  );
});

test("every country with formats is a country, and is there once", () => {
  const countries = [...postalCodeFormats.keys()];
  expect(countries.filter((country) => !isCountryCode(country))).toEqual([]);
  expect(countries.length).toBeGreaterThan(100);
});

test.each([
  ["GB", "sw1y4jh", "SW1Y 4JH"],
  ["GB", "m1 1ae", "M1 1AE"],
  ["CA", "K1A0B1", "K1A 0B1"],
  ["US", "20500", "20500"],
  ["US", "205000003", "20500-0003"],
  ["DE", "10115", "10115"],
  ["NL", "1012ab", "1012 AB"],
  ["PL", "00001", "00-001"],
  ["JP", "1000001", "100-0001"],
  ["BR", "01310100", "01310-100"],
  ["SE", "11455", "114 55"],
  ["LV", "lv1050", "LV-1050"],
  ["AR", "c1002aaa", "C1002AAA"],
  ["TH", "", ""],
  ["IE", "d02x285", "D02 X285"],
  ["IE", "", ""],
  ["HK", "", ""],
  ["HK", "999077", "999077"],
] as const)("in %s the code %p is written %p", (country, typed, code) => {
  expect(formatPostalCode(country, typed)).toBe(code);
});

test.each([
  ["US", "2050"],
  ["US", ""],
  ["GB", "12345"],
  ["DE", "1011"],
  ["CA", "11A 0B1"],
  ["FR", "٧٥٠٠١"],
] as const)("in %s there is no code %p", (country, typed) => {
  expect(formatPostalCode(country, typed)).toBeUndefined();
});

test("an address says what it lacks by the name of the field", () => {
  expect(addressIssues({ country: "US", postalCode: "abc" })).toEqual([
    { path: "region", message: expect.stringContaining("US") },
    { path: "postalCode", message: expect.stringContaining("##### or #####-####") },
  ]);
  expect(addressIssues({ country: "US", region: "", postalCode: "20500" })).toMatchObject([
    { path: "region" },
  ]);
  expect(addressIssues({ country: "US", region: "DC", postalCode: "20500" })).toEqual([]);
  expect(addressIssues({ country: "DE", postalCode: "10115" })).toEqual([]);
});

test("tidying changes the postal code alone, and no code that is not of the country", () => {
  const address = { country: "NL", city: "amsterdam", postalCode: "1012ab" };
  expect(tidyAddress(address)).toEqual({ ...address, postalCode: "1012 AB" });
  expect(tidyAddress({ country: "NL", postalCode: "1" })).toEqual({ country: "NL", postalCode: "1" });
});
