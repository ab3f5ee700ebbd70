import { describe, expect, test } from "bun:test";
import type { PromotionEffect } from "../../db/schema/promotion-rule.ts";
import { priceCart } from "../../server/modules/pricing/price-cart.ts";
import type { PriceableLine, PriceablePromotion } from "../../server/modules/pricing/priceable-cart.ts";
import {
  type CartParts,
  line,
  type PromotionParts,
  priceable,
  promotion,
  selecting,
  shippingAt,
} from "../helpers/priceable.ts";

/** What an effect takes off each line. */
function offLines(
  effect: PromotionEffect,
  lines: readonly PriceableLine[],
  { market, ...parts }: PromotionParts & Pick<CartParts, "market"> = {},
): number[] {
  const cart = priceable({ lines, promotions: [promotion("it", effect, parts)], ...(market && { market }) });
  return priceCart(cart).lines.map(({ discount }) => discount);
}

const percent = (basisPoints: number, target: "lines" | "order" | "shipping" = "lines"): PromotionEffect => ({
  type: "percentage",
  target,
  basisPoints,
});
const off = (EUR: number, target: "lines" | "order" | "shipping" = "lines"): PromotionEffect => ({
  type: "fixed_amount",
  target,
  amounts: { EUR },
});
const costs = (EUR: number, target: "lines" | "shipping" = "lines"): PromotionEffect => ({
  type: "fixed_price",
  target,
  amounts: { EUR },
});

describe("a percentage", () => {
  test("is rounded once for all that it is on, and split to the last cent", () => {
    // 3 × 0.335 is 1.005: 101 together, not 3 × 34.
    expect(offLines(percent(5000), [line("a", 67), line("b", 67), line("c", 67)])).toEqual([34, 34, 33]);
  });

  test("takes halves up, or to the even cent, as the market says", () => {
    const halfOf = (amount: number, rounding: "half_up" | "half_even") =>
      offLines(percent(5000), [line("a", amount)], { market: { rounding } });
    expect([halfOf(1, "half_up"), halfOf(3, "half_up")]).toEqual([[1], [2]]);
    expect([halfOf(1, "half_even"), halfOf(3, "half_even"), halfOf(5, "half_even")]).toEqual([[0], [2], [2]]);
  });

  test("is of whole yen, and of thousandths of a dinar", () => {
    expect(offLines(percent(1500), [line("a", 999)], { market: { currency: "JPY" } })).toEqual([150]);
    expect(offLines(percent(1500), [line("a", 12_345)], { market: { currency: "KWD" } })).toEqual([1852]);
  });

  test("leaves what is free as it is", () => {
    expect(offLines(percent(5000), [line("gift", 0), line("a", 100)])).toEqual([0, 50]);
    expect(offLines(percent(5000), [line("gift", 0)])).toEqual([0]);
  });

  test("of all takes all, and of nothing nothing", () => {
    expect(offLines(percent(10_000), [line("a", 99, { quantity: 3 })])).toEqual([297]);
    expect(offLines(percent(0), [line("a", 99)])).toEqual([0]);
  });
});

describe("a fixed amount", () => {
  test("is off each unit of the lines, and never more than one costs", () => {
    const lines = [line("a", 1000, { quantity: 2 }), line("b", 300, { quantity: 3 })];
    expect(offLines(off(400), lines)).toEqual([800, 900]);
  });

  test("is off the order once, in proportion to what its lines cost", () => {
    expect(offLines(off(1000, "order"), [line("a", 3000), line("b", 1000)])).toEqual([750, 250]);
    expect(offLines(off(9999, "order"), [line("a", 3000), line("b", 1000)])).toEqual([3000, 1000]);
  });

  test("is off the selected lines of the order alone", () => {
    const lines = [line("a", 3000), line("b", 1000)];
    expect(offLines(off(1500, "order"), lines, { lines: selecting("b") })).toEqual([0, 1000]);
  });
});

describe("a fixed price", () => {
  test("is what each unit costs that costs more, and raises no other", () => {
    expect(offLines(costs(500), [line("a", 800, { quantity: 2 }), line("b", 400)])).toEqual([600, 0]);
    expect(offLines(costs(0), [line("a", 800)])).toEqual([800]);
  });
});

describe("cheapest free", () => {
  const threeForTwo: PromotionEffect = { type: "cheapest_free", every: 3, free: 1 };

  test("makes the cheapest of every so many units free", () => {
    const lines = [line("a", 900), line("b", 500, { quantity: 2 })];
    expect(offLines(threeForTwo, lines)).toEqual([0, 500]);
  });

  test("takes the cheapest of all, however many there are", () => {
    const lines = [line("a", 900, { quantity: 5 }), line("b", 500)];
    expect(offLines(threeForTwo, lines)).toEqual([900, 500]);
  });

  test("asks for enough units", () => {
    expect(offLines(threeForTwo, [line("a", 900, { quantity: 2 })])).toEqual([0]);
  });
});

describe("buy X get Y", () => {
  const buy = (
    bought: [quantity: number, ...products: string[]],
    got: [quantity: number, ...products: string[]],
    { basisPoints = 10_000, times = null }: { basisPoints?: number; times?: number | null } = {},
  ): PromotionEffect => {
    const side = ([quantity, ...products]: typeof bought) => ({
      quantity,
      lines: products.length > 0 ? selecting(...products) : null,
    });
    return { type: "buy_x_get_y", buy: side(bought), get: { ...side(got), basisPoints }, times };
  };

  test("gives a product with another one", () => {
    const lines = [line("phone", 50_000), line("case", 2000, { quantity: 2 })];
    expect(offLines(buy([1, "phone"], [1, "case"]), lines)).toEqual([0, 2000]);
    expect(offLines(buy([1, "phone"], [1, "case"], { basisPoints: 5000 }), lines)).toEqual([0, 1000]);
  });

  test("counts a unit once, where both sides are the same", () => {
    const giftsAt = (quantity: number) => offLines(buy([2, "a"], [1, "a"]), [line("a", 100, { quantity })]);
    expect([1, 2, 3, 5, 6, 8, 9].map(giftsAt)).toEqual([[0], [0], [100], [100], [200], [200], [300]]);
  });

  test("gives the cheapest away", () => {
    const lines = [line("a", 900), line("b", 500), line("c", 700)];
    expect(offLines(buy([2], [1]), lines)).toEqual([0, 500, 0]);
  });

  test("keeps for the one side what the other side could do without", () => {
    // The cheap one is on both sides and is needed to buy: the dear one is what one gets.
    const lines = [line("cheap", 100), line("dear", 900)];
    expect(offLines(buy([1, "cheap"], [1, "cheap", "dear"]), lines)).toEqual([0, 900]);
    expect(offLines(buy([1, "cheap", "dear"], [1, "cheap"]), lines)).toEqual([100, 0]);
  });

  test("works out how often where the sides overlap", () => {
    const lines = [line("a", 100, { quantity: 3 }), line("b", 200, { quantity: 3 }), line("c", 300)];
    // Of a and b there are six, of b and c four, but seven in all: enough for two sets of three.
    expect(offLines(buy([2, "a", "b"], [1, "b", "c"]), lines)).toEqual([0, 400, 0]);
  });

  test("holds at most so often", () => {
    const lines = [line("a", 100, { quantity: 10 })];
    expect(offLines(buy([1], [1], { times: 2 }), lines)).toEqual([200]);
  });

  test("is on the lines of the promotion alone", () => {
    const lines = [line("a", 100, { quantity: 2 }), line("b", 50)];
    expect(offLines(buy([1], [1]), lines, { lines: selecting("a") })).toEqual([100, 0]);
  });
});

describe("tiers", () => {
  const byUnits: PromotionEffect = {
    type: "quantity_tiers",
    tiers: [
      { quantity: 3, basisPoints: 1000 },
      { quantity: 10, basisPoints: 2000 },
    ],
  };
  const bySpend: PromotionEffect = {
    type: "spend_tiers",
    tiers: [
      { amounts: { EUR: 10_000 }, basisPoints: 2000 },
      { amounts: { EUR: 5000, USD: 5000 }, basisPoints: 1000 },
    ],
  };

  test("rise with the units that the promotion is on", () => {
    const at = (quantity: number) => offLines(byUnits, [line("a", 100, { quantity })]);
    expect([2, 3, 9, 10].map(at)).toEqual([[0], [30], [90], [200]]);
  });

  test("rise with what they cost, in whatever order they stand", () => {
    const at = (amount: number) => offLines(bySpend, [line("a", amount)]);
    expect([4999, 5000, 9999, 10_000].map(at)).toEqual([[0], [500], [1000], [2000]]);
  });

  test("hold where they name an amount of the currency", () => {
    expect(offLines(bySpend, [line("a", 10_000)], { market: { currency: "USD" } })).toEqual([1000]);
    expect(offLines(bySpend, [line("a", 10_000)], { market: { currency: "CHF" } })).toEqual([0]);
  });
});

describe("off shipping", () => {
  const shippingWith = (effect: PromotionEffect, parts: PromotionParts = {}) => {
    const promotions = [promotion("it", effect, parts)];
    const cart = priceable({ lines: [line("a", 1000)], promotions, shipping: shippingAt(490) });
    const { shipping, totals } = priceCart(cart);
    expect(totals).toMatchObject({ subtotal: 1000, discount: 0, total: 1000 + totals.shipping });
    return [shipping?.subtotal, shipping?.discount, totals.shipping];
  };

  test("goes a share, an amount, or what it costs above a price", () => {
    expect(shippingWith(percent(10_000, "shipping"))).toEqual([490, 490, 0]);
    expect(shippingWith(percent(5000, "shipping"))).toEqual([490, 245, 245]);
    expect(shippingWith(off(500, "shipping"))).toEqual([490, 490, 0]);
    expect(shippingWith(costs(190, "shipping"))).toEqual([490, 300, 190]);
    expect(shippingWith(costs(590, "shipping"))).toEqual([490, 0, 490]);
  });

  test("goes nothing where the cart has none of the lines that it is for", () => {
    expect(shippingWith(percent(10_000, "shipping"), { lines: selecting("b") })).toEqual([490, 0, 490]);
    expect(shippingWith(percent(10_000, "shipping"), { lines: selecting("a") })).toEqual([490, 490, 0]);
  });
});

describe("a cap", () => {
  test("is the most that a promotion takes off, in proportion", () => {
    const lines = [line("a", 3000), line("b", 1000)];
    expect(offLines(percent(5000), lines, { cap: { EUR: 100 } })).toEqual([75, 25]);
    expect(offLines(percent(5000), lines, { cap: { EUR: 2000 } })).toEqual([1500, 500]);
  });
});

describe("a selection", () => {
  const lines = [
    line("a", 100, { categoryIds: ["shirts", "clothes"] }),
    line("b", 100, { tags: ["sale"] }),
    line("c", 100),
  ];
  const selected = (lines: PriceablePromotion["lines"], all: readonly PriceableLine[]) =>
    offLines(percent(10_000), all, { lines }).map((discount) => discount > 0);

  test("names lines by product, by category and those above it, or by tag", () => {
    expect(selected({ productIds: ["c"], categoryIds: [], tags: [] }, lines)).toEqual([false, false, true]);
    expect(selected({ productIds: [], categoryIds: ["clothes"], tags: [] }, lines)).toEqual([
      true,
      false,
      false,
    ]);
    expect(selected({ productIds: ["c"], categoryIds: ["shirts"], tags: ["sale"] }, lines)).toEqual([
      true,
      true,
      true,
    ]);
    expect(selected({ productIds: [], categoryIds: [], tags: [] }, lines)).toEqual([false, false, false]);
  });
});
