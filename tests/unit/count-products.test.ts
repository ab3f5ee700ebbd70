import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  type CountedProduct,
  commonest,
  countProducts,
} from "../../server/modules/catalog/listing/count-products.ts";
import { facetNames } from "../../server/modules/catalog/schema.ts";

const terms = (...ids: number[]) => [0, ...ids, 0];

function product(amount: number, available: number, tags: number[], weight?: number): CountedProduct {
  const numbers: Record<string, number> = weight === undefined ? {} : { weight };
  return [amount, available, [terms(...tags), terms(9), terms(), terms(), terms(3), numbers]];
}

test("products are counted by each of their terms, by price and by stock", () => {
  const counts = countProducts(
    [product(150, 1, [5, 6], 2.5), product(1_999, 0, [5]), product(199, 1, [], 1)],
    facetNames,
  );
  expect([...counts.terms.tags]).toEqual([
    [5, 2],
    [6, 1],
  ]);
  expect([...counts.terms.vendor]).toEqual([[9, 3]]);
  expect(counts.terms.options.size + counts.terms.attributes.size).toBe(0);
  expect(counts.stock).toEqual({ inStock: 2, soldOut: 1 });
  expect(counts.prices).toEqual([
    { min: 150, max: 199, count: 2 },
    { min: 1_999, max: 1_999, count: 1 },
  ]);
  expect([...counts.ranges]).toEqual([["weight", { min: 1, max: 2.5, count: 2 }]]);
});

test("what no part is made of is not counted", () => {
  const { prices, terms, ranges } = countProducts([product(150, 1, [5], 2.5)], ["tags"]);
  expect([...terms.tags]).toEqual([[5, 1]]);
  expect(prices.length + terms.vendor.size + ranges.size).toBe(0);
});

test("every product is counted once by its price and its stock", () => {
  const any = fc.tuple(fc.integer({ min: 0, max: 1e12 }), fc.nat(1));
  fc.assert(
    fc.property(fc.array(any), (all) => {
      const { prices, stock } = countProducts(
        all.map(([amount, available]) => product(amount, available, [])),
        ["price", "availability"],
      );
      expect(prices.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
      expect(stock.inStock + stock.soldOut).toBe(all.length);
    }),
  );
});

test("the commonest terms come first, of as many the oldest", () => {
  const counts = new Map([
    [7, 1],
    [3, 2],
    [5, 2],
  ]);
  expect(commonest(counts, 2)).toEqual([
    { term: 3, count: 2 },
    { term: 5, count: 2 },
  ]);
});
