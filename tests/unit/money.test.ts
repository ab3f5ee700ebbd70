import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { currencyExponent, formatMoney, parseAmount } from "../../server/core/money.ts";

describe("parseAmount", () => {
  test.each([
    ["19.90", "EUR", 1990],
    ["19.9", "EUR", 1990],
    ["19", "EUR", 1900],
    ["19.", "EUR", 1900],
    ["0.1", "EUR", 10],
    ["1.10", "USD", 110],
    ["1000", "JPY", 1000],
    ["1000.00", "JPY", 1000],
    ["1.234", "KWD", 1234],
    [" 5.00 ", "EUR", 500],
    ["90071992547409.91", "EUR", Number.MAX_SAFE_INTEGER],
  ])("reads %p %s as %p minor units", (decimal, currency, amount) => {
    expect(parseAmount(decimal, currency)).toBe(amount);
  });

  test.each(["", "abc", "-1", "1,50", "1e3", "0x10", "1.234", "NaN", "1 000", "90071992547409.92"])(
    "refuses %p",
    (decimal) => {
      expect(parseAmount(decimal, "EUR")).toBeUndefined();
    },
  );

  test("reads back whatever formatMoney wrote, in any currency", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom("EUR", "JPY", "KWD", "CLF"), (amount, currency) => {
        const [decimal = ""] = formatMoney({ amount, currency }).split(" ");
        expect(parseAmount(decimal, currency)).toBe(amount);
      }),
    );
  });
});

test("formatMoney writes as many decimals as the currency has", () => {
  expect(formatMoney({ amount: 5, currency: "EUR" })).toBe("0.05 EUR");
  expect(formatMoney({ amount: -1990, currency: "EUR" })).toBe("-19.90 EUR");
  expect(formatMoney({ amount: 1990, currency: "JPY" })).toBe("1990 JPY");
  expect(formatMoney({ amount: 1990, currency: "KWD" })).toBe("1.990 KWD");
});

test("a currency has two decimals unless ISO 4217 says otherwise", () => {
  expect(["EUR", "JPY", "KWD", "CLF"].map(currencyExponent)).toEqual([2, 0, 3, 4]);
});
