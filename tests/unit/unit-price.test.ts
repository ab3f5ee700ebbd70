import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Offer, unitPrice } from "../../server/modules/catalog/unit-price.ts";

const now = new Date("2026-05-01T12:00:00Z");
const minute = 60_000;
const at = (minutes: number) => now.getTime() + minutes * minute;

const always = { minQuantity: 1, startsAt: null, endsAt: null };

describe("a unit costs", () => {
  test("its price where nothing is offered", () => {
    expect(unitPrice(1000, [], { quantity: 3, now })).toBe(1000);
  });

  test("less from the quantity of an offer on", () => {
    const offers = [
      { ...always, amount: 900, minQuantity: 10 },
      { ...always, amount: 800, minQuantity: 100 },
    ];
    const priceOf = (quantity: number) => unitPrice(1000, offers, { quantity, now });
    expect([1, 9, 10, 99, 100].map(priceOf)).toEqual([1000, 1000, 900, 900, 800]);
  });

  test("less from the first moment of a sale until its end, which is no part of it", () => {
    const sale = [{ amount: 700, minQuantity: 1, startsAt: at(0), endsAt: at(10) }];
    const priceAt = (minutes: number) => unitPrice(1000, sale, { quantity: 1, now: new Date(at(minutes)) });
    expect([-1, 0, 9, 10, 11].map(priceAt)).toEqual([1000, 700, 700, 1000, 1000]);
  });

  test("never more, whatever an offer says", () => {
    expect(unitPrice(1000, [{ ...always, amount: 1200 }], { quantity: 1, now })).toBe(1000);
  });
});

const amount = fc.nat(10_000);
const bound = fc.option(fc.integer({ min: -5, max: 5 }).map(at));
const offer: fc.Arbitrary<Offer> = fc.record({
  amount,
  minQuantity: fc.integer({ min: 1, max: 5 }),
  startsAt: bound,
  endsAt: bound,
});
const offers = fc.array(offer, { maxLength: 6 });
const quantity = fc.integer({ min: 1, max: 6 });

describe("whatever is offered, a unit's price", () => {
  test("is that of the price or of an offer, in whatever order they stand", () => {
    fc.assert(
      fc.property(amount, offers, quantity, (price, offers, quantity) => {
        const found = unitPrice(price, offers, { quantity, now });
        expect([price, ...offers.map(({ amount }) => amount)]).toContain(found);
        expect(unitPrice(price, offers.toReversed(), { quantity, now })).toBe(found);
      }),
    );
  });

  test("does not rise with the quantity, nor with another offer", () => {
    fc.assert(
      fc.property(amount, offers, offer, quantity, (price, offers, another, quantity) => {
        const found = unitPrice(price, offers, { quantity, now });
        expect(unitPrice(price, offers, { quantity: quantity + 1, now })).toBeLessThanOrEqual(found);
        expect(unitPrice(price, [...offers, another], { quantity, now })).toBeLessThanOrEqual(found);
      }),
    );
  });

  test("has nothing to do with offers that are over or that want more units", () => {
    fc.assert(
      fc.property(amount, offers, quantity, (price, offers, quantity) => {
        const idle = offers.map((each, index) =>
          index % 2 === 0 ? { ...each, endsAt: at(-1) } : { ...each, minQuantity: quantity + 1 },
        );
        expect(unitPrice(price, idle, { quantity, now })).toBe(price);
      }),
    );
  });
});
