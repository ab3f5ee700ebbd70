import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { PromotionConditions, PromotionEffect } from "../../db/schema/promotion-rule.ts";
import { priceCart } from "../../server/modules/pricing/price-cart.ts";
import { normalizeCode } from "../../server/modules/promotion/code.ts";
import { weekdayIn } from "../../server/modules/promotion/weekday.ts";
import {
  type CartParts,
  line,
  type PromotionParts,
  priceable,
  promotion,
  selecting,
  shippingAt,
} from "../helpers/priceable.ts";

const percent = (basisPoints: number, target: "lines" | "order" | "shipping" = "lines"): PromotionEffect => ({
  type: "percentage",
  target,
  basisPoints,
});
const off = (EUR: number, target: "lines" | "order" | "shipping" = "order"): PromotionEffect => ({
  type: "fixed_amount",
  target,
  amounts: { EUR },
});

/** Why a code takes nothing off a cart of two units at 10 euros; undefined where it does. */
function refusal(parts: PromotionParts, cart: CartParts = {}): string | undefined {
  const promotions = [promotion("it", parts.effect ?? percent(1000), { code: "CODE", ...parts })];
  const lines = [line("a", 1000, { quantity: 2 })];
  const { refusedCodes, totals } = priceCart(priceable({ lines, promotions, ...cart }));
  expect(totals.discount === 0).toBe(refusedCodes.length === 1);
  return refusedCodes[0]?.reason;
}

const when = (conditions: Partial<PromotionConditions>) => ({ conditions });

describe("a code takes nothing off", () => {
  const now = new Date("2026-05-01T12:00:00Z");
  const later = new Date(now.getTime() + 1);

  test("before its first moment, from the first that it no longer holds on, or once it was ended", () => {
    expect(refusal({ startsAt: later })).toBe("not_started");
    expect(refusal({ startsAt: now, endsAt: later })).toBeUndefined();
    expect(refusal({ endsAt: now })).toBe("expired");
    expect(refusal({ archived: true })).toBe("expired");
  });

  test("once it has been used as often as it may be", () => {
    expect(refusal({ usedUp: true })).toBe("used_up");
    expect(refusal({ usedByBuyer: true })).toBe("used_by_customer");
  });

  test("in another market, or a currency that it names no amount of", () => {
    expect(refusal(when({ markets: ["at", "de"] }))).toBeUndefined();
    expect(refusal(when({ markets: ["at"] }))).toBe("wrong_market");
    const market = { currency: "USD" };
    expect(refusal({}, { market })).toBeUndefined();
    expect(refusal({ effect: off(100) }, { market })).toBe("wrong_market");
    expect(refusal({ cap: { EUR: 100 } }, { market })).toBe("wrong_market");
    expect(refusal(when({ minSubtotal: { EUR: 100 } }), { market })).toBe("wrong_market");
  });

  test("for other customers", () => {
    const forSome = when({ customerGroups: ["wholesale", "staff"] });
    expect(refusal(forSome)).toBe("wrong_customer");
    expect(refusal(forSome, { buyer: { groups: ["loyal", "staff"] } })).toBeUndefined();
  });

  test("for who has ordered before; who that is may not be known yet", () => {
    const first = when({ firstOrder: true });
    expect(refusal(first, { buyer: { hasOrdered: true } })).toBe("not_first_order");
    expect(refusal(first, { buyer: { hasOrdered: false } })).toBeUndefined();
    expect(refusal(first, { buyer: { hasOrdered: null } })).toBeUndefined();
  });

  test("on other days of the week", () => {
    expect(refusal(when({ weekdays: [5] }))).toBeUndefined();
    expect(refusal(when({ weekdays: [1, 7] }))).toBe("wrong_day");
  });

  test("below its minimum, of what it is on, before all promotions", () => {
    expect(refusal(when({ minSubtotal: { EUR: 2000 } }))).toBeUndefined();
    expect(refusal(when({ minSubtotal: { EUR: 2001 } }))).toBe("minimum_not_met");
    expect(refusal(when({ minQuantity: 2 }))).toBeUndefined();
    expect(refusal(when({ minQuantity: 3 }))).toBe("minimum_not_met");
    const onB = { lines: selecting("b"), conditions: { minQuantity: 1 } };
    expect(refusal(onB)).toBe("minimum_not_met");
    expect(refusal({ effect: { type: "cheapest_free", every: 3, free: 1 } })).toBe("minimum_not_met");
    const tiers = [{ quantity: 3, basisPoints: 1000 }];
    expect(refusal({ effect: { type: "quantity_tiers", tiers } })).toBe("minimum_not_met");
  });

  test("where there is nothing to take it off", () => {
    expect(refusal({ lines: selecting("b") })).toBe("nothing_to_reduce");
    expect(refusal({ effect: { type: "fixed_price", target: "lines", amounts: { EUR: 1000 } } })).toBe(
      "nothing_to_reduce",
    );
    expect(refusal({ effect: percent(10_000, "shipping") })).toBe("no_shipping_yet");
    const download = line("download", 1000, { requiresShipping: false });
    expect(refusal({ effect: percent(10_000, "shipping") }, { lines: [download] })).toBe("nothing_to_reduce");
    expect(refusal({}, { lines: [line("free", 0)] })).toBe("nothing_to_reduce");
    expect(refusal({}, { lines: [] })).toBe("nothing_to_reduce");
  });
});

describe("the day of the week", () => {
  test("is that of the time zone, on either side of midnight and of summer time", () => {
    const day = (timeZone: string, moment: string) => weekdayIn(timeZone, new Date(moment));
    expect(day("Europe/Berlin", "2026-05-03T21:59:59Z")).toBe(7);
    expect(day("Europe/Berlin", "2026-05-03T22:00:00Z")).toBe(1);
    expect(day("Europe/Berlin", "2026-12-06T22:59:59Z")).toBe(7);
    expect(day("Europe/Berlin", "2026-12-06T23:00:00Z")).toBe(1);
    expect(day("Pacific/Kiritimati", "2026-05-03T10:00:00Z")).toBe(1);
    expect(day("America/New_York", "2026-05-04T03:59:59Z")).toBe(7);
  });
});

/** What the promotions take off, in the order of application, and why the others do not. */
function applied(...promotions: ReturnType<typeof promotion>[]): [string[], string[]] {
  const lines = [line("a", 10_000)];
  const priced = priceCart(priceable({ lines, promotions, shipping: shippingAt(500) }));
  return [
    priced.promotions.map(({ promotionId, amount }) => `${promotionId} ${amount}`),
    priced.refusedCodes.map(({ code, reason }) => `${code} ${reason}`),
  ];
}

describe("several promotions", () => {
  test("are applied by priority, of equals the oldest first, each on what is left", () => {
    const [half, tenth] = [percent(5000), percent(1000)];
    expect(applied(promotion("b", tenth), promotion("a", half))[0]).toEqual(["a 5000", "b 500"]);
    expect(applied(promotion("a", half), promotion("b", off(100, "lines"), { priority: 1 }))[0]).toEqual([
      "b 100",
      "a 4950",
    ]);
  });

  test("are applied to the lines first, then to the order, then to shipping", () => {
    const all = [
      promotion("a", percent(5000, "shipping"), { priority: 2 }),
      promotion("b", percent(5000, "order"), { priority: 1 }),
      promotion("c", off(2000, "lines")),
    ];
    expect(applied(...all)[0]).toEqual(["c 2000", "b 4000", "a 250"]);
  });

  test("take nothing of what is gone", () => {
    const all = [promotion("a", percent(10_000)), promotion("b", off(100), { code: "B" })];
    expect(applied(...all)).toEqual([["a 10000"], ["B nothing_to_reduce"]]);
  });

  test("give way to an exclusive one that comes first", () => {
    const all = [
      promotion("a", percent(5000), { code: "A" }),
      promotion("b", percent(1000), { exclusive: true, priority: 1 }),
    ];
    expect(applied(...all)).toEqual([["b 1000"], ["A not_combinable"]]);
  });

  test("leave no place for an exclusive one that comes after", () => {
    const all = [
      promotion("a", percent(1000)),
      promotion("b", percent(5000), { exclusive: true, code: "B" }),
    ];
    expect(applied(...all)).toEqual([["a 1000"], ["B not_combinable"]]);
  });

  test("do not give way to an exclusive one that would take nothing off, or does not hold", () => {
    const exclusive = { exclusive: true, priority: 1, code: "B" };
    const other = promotion("a", percent(1000));
    const onOthers = { ...exclusive, lines: selecting("none") };
    expect(applied(other, promotion("b", percent(5000), onOthers))).toEqual([
      ["a 1000"],
      ["B nothing_to_reduce"],
    ]);
    expect(applied(other, promotion("b", percent(5000), { ...exclusive, usedUp: true }))).toEqual([
      ["a 1000"],
      ["B used_up"],
    ]);
    expect(applied(other, promotion("b", percent(0), exclusive))).toEqual([
      ["a 1000"],
      ["B nothing_to_reduce"],
    ]);
  });

  test("are one where two codes lead to the same, by the first that still holds", () => {
    const [one, other] = [
      promotion("a", percent(1000), { code: "ONE" }),
      promotion("a", percent(1000), { code: "TWO" }),
    ];
    expect(applied(one, other)).toEqual([["a 1000"], ["TWO not_combinable"]]);
    expect(applied({ ...one, usedUp: true }, other)).toEqual([["a 1000"], ["ONE used_up"]]);
  });

  test("off shipping are on its price for the goods as they are after theirs", () => {
    const table = { by: "flat" as const, steps: [{ upTo: null, amount: 490 }], freeFrom: 5000 };
    const price = (...promotions: ReturnType<typeof promotion>[]) =>
      priceCart(
        priceable({
          lines: [line("a", 5000)],
          promotions,
          shipping: shippingAt(0, { prices: { EUR: table } }),
        }),
      );
    const free = promotion("free", percent(10_000, "shipping"), { code: "FREE" });
    expect(price(free).refusedCodes).toEqual([{ code: "FREE", reason: "nothing_to_reduce" }]);
    const { promotions, totals } = price(free, promotion("tenth", percent(1000)));
    expect(promotions.map(({ amount }) => amount)).toEqual([500, 490]);
    expect(totals).toMatchObject({ discount: 500, shipping: 0, total: 4500 });
  });
});

describe("a code", () => {
  test("is the same however it is typed", () => {
    expect([" spring10 ", "ＳＰＲＩＮＧ１０", "Spring10\n"].map(normalizeCode)).toEqual(
      Array(3).fill("SPRING10"),
    );
    expect(normalizeCode("straße")).toBe("STRASSE");
  });

  test("is written in one way alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const code = normalizeCode(typed);
        expect(normalizeCode(code)).toBe(code);
      }),
      { numRuns: 10_000 },
    );
  });
});
