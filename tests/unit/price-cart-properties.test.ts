import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RoundingMode } from "../../db/enums.ts";
import { maxAmount, maxCartUnits } from "../../db/limits.ts";
import { mulDiv } from "../../server/core/exact.ts";
import { priceCart } from "../../server/modules/pricing/price-cart.ts";
import type {
  PriceableCart,
  PriceableLine,
  PriceablePromotion,
} from "../../server/modules/pricing/priceable-cart.ts";
import type { PricedCart } from "../../server/modules/pricing/priced-cart.ts";
import { shareOf } from "../../server/modules/pricing/share-of.ts";
import {
  anotherLine,
  arbitraryCart,
  cartLines,
  market,
  promotionsWith,
  rate,
  steadyEffect,
  taxRates,
} from "../helpers/arbitrary-cart.ts";
import { line, priceable, promotion, shippingAt, taxRate } from "../helpers/priceable.ts";

/** fast-check prints the seed of a failure. */
const runs = { numRuns: 10_000 };

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const amountsOf = (parts: readonly { amount: number }[]) => sum(parts.map(({ amount }) => amount));
const totalOf = (cart: PriceableCart) => priceCart(cart).totals.total;

/** All that has to hold of the figures of any cart. */
function expectConsistent(priced: PricedCart): void {
  const { lines, shipping, totals, taxIncluded } = priced;
  const parts = shipping ? [...lines, shipping] : lines;
  for (const part of parts) {
    expect(part.discount).toBe(amountsOf(part.adjustments));
    expect(part.tax).toBe(amountsOf(part.taxes));
    expect(part.total).toBe(part.subtotal - part.discount + (taxIncluded ? 0 : part.tax));
    expect(part.discount).toBeLessThanOrEqual(part.subtotal);
    if (taxIncluded) expect(part.tax).toBeLessThanOrEqual(part.total);
  }
  expect(totals).toEqual({
    subtotal: sum(lines.map(({ subtotal }) => subtotal)),
    discount: sum(lines.map(({ discount }) => discount)),
    shipping: shipping ? shipping.subtotal - shipping.discount : 0,
    tax: sum(parts.map(({ tax }) => tax)),
    total: totals.subtotal - totals.discount + totals.shipping + (taxIncluded ? 0 : totals.tax),
  });
  expect(sum(parts.map(({ total }) => total))).toBe(totals.total);
  expect(amountsOf(priced.taxes)).toBe(totals.tax);
  for (const { promotionId, amount } of priced.promotions) {
    const all = parts.flatMap(({ adjustments }) => adjustments);
    expect(amountsOf(all.filter((each) => each.promotionId === promotionId))).toBe(amount);
    expect(amount).toBeGreaterThan(0);
  }
  for (const amount of numbersIn(priced)) {
    if (!Number.isSafeInteger(amount) || amount < 0 || Object.is(amount, -0)) {
      throw new Error(`${amount} is no amount`);
    }
  }
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe("of any cart", () => {
  test("the figures are never negative, and each is the sum of what explains it", () => {
    fc.assert(
      fc.property(arbitraryCart, (cart) => expectConsistent(priceCart(cart))),
      runs,
    );
  });

  test("the order of lines and promotions does not matter", () => {
    fc.assert(
      fc.property(arbitraryCart, fc.nat(5), (cart, by) => {
        const turn = <Each>(all: readonly Each[]) => [...all.slice(by), ...all.slice(0, by)].toReversed();
        const turned = priceCart({ ...cart, lines: turn(cart.lines), promotions: turn(cart.promotions) });
        expect(inOrder(turned)).toEqual(inOrder(priceCart(cart)));
      }),
      runs,
    );
  });

  test("a line that is split in two costs what it did, and so does all else", () => {
    const units = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(arbitraryCart, anotherLine, units, units, (cart, another, some, others) => {
        const bought = cart.lines[0] ?? another;
        const priceWith = (...quantities: number[]) => {
          const added = quantities.map((quantity, index) => ({ ...bought, id: `added ${index}`, quantity }));
          const lines = [...cart.lines, ...added];
          const priced = priceCart({ ...cart, lines });
          return { ...priced, lines: costsByVariant(lines, priced) };
        };
        expect(priceWith(some, others)).toEqual(priceWith(some + others));
      }),
      runs,
    );
  });

  test("what is paid back for all parts of a line is what was paid for it", () => {
    const cuts = fc.array(fc.nat(30), { maxLength: 4 });
    fc.assert(
      fc.property(arbitraryCart, cuts, (cart, cuts) => {
        for (const [index, { total, tax }] of priceCart(cart).lines.entries()) {
          const quantity = cart.lines[index]?.quantity ?? 0;
          const bounds = [0, ...cuts.filter((cut) => cut < quantity).toSorted((a, b) => a - b), quantity];
          const partsOf = (amount: number) =>
            bounds.slice(1).map((end, part) => {
              const first = bounds[part] ?? 0;
              return shareOf(amount, { quantity, first, count: end - first });
            });
          expect([sum(partsOf(total)), sum(partsOf(tax))]).toEqual([total, tax]);
          expect(Math.min(...partsOf(total), ...partsOf(tax))).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });
});

describe("another line never makes a cart cheaper", () => {
  const post = shippingAt(490, { taxClass: "standard" });

  test("without promotions, whatever the taxes", () => {
    fc.assert(
      fc.property(cartLines, anotherLine, market, taxRates, (lines, another, market, taxRates) => {
        const cart = priceable({ lines, market, taxRates, shipping: post });
        expect(totalOf({ ...cart, lines: [...lines, another] })).toBeGreaterThanOrEqual(totalOf(cart));
      }),
      runs,
    );
  });

  test("with promotions on everything, where prices include the taxes", () => {
    const promotions = promotionsWith(
      steadyEffect.filter(({ type, target }) => type === "percentage" || target !== "lines"),
    );
    fc.assert(
      fc.property(cartLines, anotherLine, promotions, taxRates, (lines, another, all, taxRates) => {
        const promotions = all.map((each) => ({ ...steady(each), lines: null }));
        const cart = priceable({ lines, promotions, taxRates, shipping: post });
        expect(totalOf({ ...cart, lines: [...lines, another] })).toBeGreaterThanOrEqual(totalOf(cart));
      }),
      runs,
    );
  });

  // What is taken off some lines together is rounded to each of them, and other promotions may be on some of these alone.
  test("by more than rounding does, with promotions of all kinds", () => {
    const promotions = promotionsWith(steadyEffect);
    fc.assert(
      fc.property(cartLines, anotherLine, promotions, (lines, another, all) => {
        const promotions = all.map(steady);
        const cart = priceable({ lines, promotions });
        const total = totalOf({ ...cart, lines: [...lines, another] });
        const rounded = promotions.length * lines.length;
        expect(total).toBeGreaterThanOrEqual(totalOf(cart) - rounded);
      }),
      runs,
    );
  });
});

test("prices with their tax and prices without it agree on the tax", () => {
  const rounding = fc.constantFrom<RoundingMode>("half_up", "half_even");
  const nets = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(nets, rate, rounding, (nets, rate, rounding) => {
      const priceAt = (pricesIncludeTax: boolean, amounts: readonly number[]) =>
        priceCart(
          priceable({
            lines: amounts.map((amount, index) => line(`${index}`, amount)),
            market: { pricesIncludeTax, rounding },
            taxRates: [taxRate(rate)],
          }),
        ).totals;
      const gross = nets.map((net) => net + mulDiv(net, rate, 1_000_000, rounding));
      const [without, including] = [priceAt(false, nets), priceAt(true, gross)];
      expect([including.tax, including.total]).toEqual([without.tax, without.total]);
    }),
    runs,
  );
});

test("the dearest cart that there may be, taxed at 100 %, is still exact", () => {
  const amount = fc.integer({ min: maxAmount - 1000, max: maxAmount });
  const units = fc.integer({ min: 1, max: maxCartUnits - 1 });
  fc.assert(
    fc.property(amount, amount, units, market, fc.nat(10_000), (one, other, first, market, basisPoints) => {
      const cart = priceable({
        lines: [
          line("one", one, { quantity: first }),
          line("other", other, { quantity: maxCartUnits - first }),
        ],
        market: { ...market, currency: "EUR" },
        promotions: [promotion("share", { type: "percentage", target: "order", basisPoints })],
        shipping: shippingAt(maxAmount),
        taxRates: [taxRate(1_000_000)],
      });
      expectConsistent(priceCart(cart));
      expectConsistent(priceCart({ ...cart, promotions: [] }));
    }),
    runs,
  );
});

/** The promotion without what another line could reach or bring to nothing. */
function steady(promotion: PriceablePromotion): PriceablePromotion {
  return { ...promotion, exclusive: false, conditions: { ...promotion.conditions, minQuantity: null } };
}

function inOrder(priced: PricedCart): PricedCart {
  return {
    ...priced,
    lines: priced.lines.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    refusedCodes: priced.refusedCodes.toSorted((one, other) => (one.reason < other.reason ? -1 : 1)),
  };
}

const noCost = { subtotal: 0, discount: 0, tax: 0, total: 0 };

function costsByVariant(lines: readonly PriceableLine[], priced: PricedCart) {
  const costs = new Map<string, typeof noCost>();
  for (const [index, { variantId }] of lines.entries()) {
    const { subtotal, discount, tax, total } = priced.lines[index] ?? noCost;
    const sums = costs.get(variantId) ?? noCost;
    costs.set(variantId, {
      subtotal: sums.subtotal + subtotal,
      discount: sums.discount + discount,
      tax: sums.tax + tax,
      total: sums.total + total,
    });
  }
  return costs;
}
