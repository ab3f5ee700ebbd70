import { expect, test } from "bun:test";
import fc from "fast-check";
import { lineTotal, priceCart } from "../../server/modules/pricing/price-cart.ts";

const line = fc.record({ unitAmount: fc.nat(1_000_000), quantity: fc.integer({ min: 1, max: 9_999 }) });

test("an empty cart costs nothing", () => {
  expect(priceCart({ lines: [], shippingAmount: null })).toEqual({
    subtotal: 0,
    discount: 0,
    shipping: 0,
    tax: 0,
    total: 0,
  });
});

test("the total is always the sum of its parts, and never negative", () => {
  fc.assert(
    fc.property(fc.array(line), fc.option(fc.nat(100_000)), (lines, shippingAmount) => {
      const { subtotal, discount, shipping, tax, total } = priceCart({ lines, shippingAmount });
      expect(total).toBe(subtotal - discount + shipping + tax);
      expect(subtotal).toBe(lines.map(lineTotal).reduce((a, b) => a + b, 0));
      expect(total).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("the order of the lines does not matter, nor does splitting one in two", () => {
  fc.assert(
    fc.property(fc.array(line), line, fc.nat(9_000), (lines, one, units) => {
      const whole = { ...one, quantity: one.quantity + units };
      const split = [{ ...one }, { ...one, quantity: units }];
      const total = priceCart({ lines: [...lines, whole], shippingAmount: 490 }).total;
      expect(priceCart({ lines: [...split, ...lines.toReversed()], shippingAmount: 490 }).total).toBe(total);
    }),
  );
});
