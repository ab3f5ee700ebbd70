import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isVatIdOf, readVatId } from "../../server/modules/tax/vat-id.ts";

describe("a VAT id is read", () => {
  test.each([
    ["AT", "ATU12345678", "ATU12345678"],
    ["AT", "u12345678", "ATU12345678"],
    ["BE", "BE 0123.456.789", "BE0123456789"],
    ["BE", "1123456789", "BE1123456789"],
    ["BG", "BG1234567890", "BG1234567890"],
    ["CH", "CHE-123.456.789 MWST", "CHE123456789"],
    ["CH", "che123456789tva", "CHE123456789"],
    ["CY", "CY12345678X", "CY12345678X"],
    ["CZ", "CZ12345678", "CZ12345678"],
    ["DE", " de 123 456 789 ", "DE123456789"],
    ["DK", "DK 12 34 56 78", "DK12345678"],
    ["EE", "EE123456789", "EE123456789"],
    ["ES", "ESX1234567X", "ESX1234567X"],
    ["ES", "12345678Z", "ES12345678Z"],
    ["FI", "FI12345678", "FI12345678"],
    ["FR", "FR12345678901", "FR12345678901"],
    ["FR", "FR123456789", "FRFR123456789"],
    ["GB", "GB 123 4567 89", "GB123456789"],
    ["GB", "GB123456789012", "GB123456789012"],
    ["GB", "GD001", "GBGD001"],
    ["GB", "XI123456789", "XI123456789"],
    ["GR", "EL123456789", "EL123456789"],
    ["GR", "GR123456789", "EL123456789"],
    ["GR", "123456789", "EL123456789"],
    ["HR", "HR12345678901", "HR12345678901"],
    ["HU", "HU12345678", "HU12345678"],
    ["IE", "IE1A23456B", "IE1A23456B"],
    ["IE", "IE1+23456B", "IE1+23456B"],
    ["IE", "1234567FA", "IE1234567FA"],
    ["IT", "IT12345678901", "IT12345678901"],
    ["LT", "LT123456789012", "LT123456789012"],
    ["LU", "LU12345678", "LU12345678"],
    ["LV", "LV12345678901", "LV12345678901"],
    ["MT", "MT12345678", "MT12345678"],
    ["NL", "NL123456789B01", "NL123456789B01"],
    ["NO", "NO 123 456 789 MVA", "NO123456789MVA"],
    ["NO", "123456789", "NO123456789MVA"],
    ["PL", "PL1234567890", "PL1234567890"],
    ["PT", "PT123456789", "PT123456789"],
    ["RO", "RO12", "RO12"],
    ["SE", "SE123456789001", "SE123456789001"],
    ["SI", "SI12345678", "SI12345678"],
    ["SK", "SK1234567890", "SK1234567890"],
  ])("in %p from %p as %p", (country, typed, stored) => {
    expect(readVatId(country, typed)).toBe(stored);
    expect(isVatIdOf(country, stored)).toBe(true);
  });
});

test.each([
  ["DE", "DE12345678"],
  ["DE", "AT123456789"],
  ["DE", ""],
  ["DE", "DE"],
  ["AT", "AT12345678"],
  ["ES", "ES123456789"],
  ["FR", "FRO1123456789"],
  ["IE", "IE12345678"],
  ["NL", "NL123456789A01"],
  ["US", "12-3456789"],
  ["toString", "1"],
])("in %p %p is no VAT id", (country, typed) => {
  expect(readVatId(country, typed)).toBeUndefined();
});

test("one of a country is none of another", () => {
  expect(isVatIdOf("AT", "DE123456789")).toBe(false);
  expect(isVatIdOf("GR", "EL123456789")).toBe(true);
  expect(isVatIdOf("EE", "EL123456789")).toBe(false);
});

test("what was read is read again as the same", () => {
  const country = fc.constantFrom("FR", "GR", "GB", "CH", "NO", "IE", "ES", "RO");
  const typed = fc.string({
    unit: fc.constantFrom(..."0123456789ABEFGHILMORSVX"),
    minLength: 2,
    maxLength: 14,
  });
  fc.assert(
    fc.property(country, typed, (country, typed) => {
      const read = readVatId(country, typed);
      if (read !== undefined) expect(readVatId(country, read)).toBe(read);
    }),
    { numRuns: 10_000 },
  );
});
