import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ProviderRefused } from "../../server/core/payment-port.ts";
import { fromStripeAmount, toStripeAmount } from "../../server/infra/stripe/amounts.ts";

describe("amounts as Stripe has them:", () => {
  test.each([
    ["EUR", 1_999, 1_999],
    ["JPY", 500, 500],
    ["KWD", 5_120, 5_120],
    ["ISK", 5, 500],
    ["UGX", 1_000, 100_000],
    ["MGA", 50_000, 500],
  ])("%s %i is %i to Stripe", (currency, amount, stripeAmount) => {
    expect(toStripeAmount({ amount, currency })).toBe(stripeAmount);
    expect(fromStripeAmount(stripeAmount, currency.toLowerCase())).toEqual({ amount, currency });
  });

  test("what Stripe has no units for is refused", () => {
    expect(() => toStripeAmount({ amount: 50, currency: "MGA" })).toThrow(ProviderRefused);
  });

  test.each([
    ["ISK", 49, 0],
    ["ISK", 50, 1],
    ["UGX", -1_250, -12],
    ["UGX", -20, 0],
    ["EUR", 0, 0],
  ])("a fee is in whole units: %s %i of Stripe's is %i", (currency, stripeAmount, amount) => {
    expect(fromStripeAmount(stripeAmount, currency)).toEqual({ amount, currency });
  });

  test("every amount that goes comes back as it was", () => {
    const currency = fc.constantFrom("EUR", "JPY", "BHD", "ISK", "UGX");
    fc.assert(
      fc.property(fc.nat(99_999_999), currency, (amount, currency) => {
        expect(fromStripeAmount(toStripeAmount({ amount, currency }), currency)).toEqual({
          amount,
          currency,
        });
      }),
    );
  });
});
