import { expect, test } from "bun:test";
import type { Filter } from "../../server/modules/catalog/listing/filters.ts";
import { choosePlan, maxSteps, rarest } from "../../server/modules/catalog/listing/plan.ts";

const filter = (kind: Filter["kind"], products: number | null, terms = kind === "term" ? 1 : 0): Filter => ({
  kind,
  facet: kind,
  values: [],
  products,
  terms,
});

test("the filter that fewest products meet is the rarest, where that is known", () => {
  const filters = [300, null, 20, 500].map((products) => filter("term", products));
  expect(rarest(filters)).toBe(2);
  expect(rarest([filter("stock", null)])).toBeUndefined();
  expect(rarest([])).toBeUndefined();
});

test("a list without filters walks along all products", () => {
  expect(choosePlan([], 1_000_000, 25)).toEqual({ source: "all", steps: maxSteps });
});

test("a list walks along the rarest of its terms", () => {
  const filters = [filter("term", 50_000), filter("term", 3_000), filter("stock", null)];
  expect(choosePlan(filters, 1_000_000, 25).source).toBe(1);
});

test("what few products meet is gathered, what many meet is walked past", () => {
  expect(choosePlan([filter("price", 20)], 1_000_000, 25).source).toBe(0);
  expect(choosePlan([filter("price", 500)], 1_000, 25).source).toBe("all");
  expect(choosePlan([filter("price", null)], 1_000_000, 25).source).toBe("all");
});

test("several terms are brought into one order only where together they are rare", () => {
  expect(choosePlan([filter("terms", 2_000, 5)], 1_000_000, 25)).toEqual({ source: 0, steps: 50 });
  expect(choosePlan([filter("terms", 500_000, 5)], 1_000_000, 25).source).toBe("all");
  expect(choosePlan([filter("terms", 8, 5)], 1_000_000, 25)).toEqual({ source: 0, steps: 9 });
});
