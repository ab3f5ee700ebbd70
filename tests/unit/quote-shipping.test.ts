import { describe, expect, test } from "bun:test";
import type { ShippingPrice } from "../../db/schema/shipping.ts";
import type { Place, ShippingMethod } from "../../server/modules/pricing/priceable-cart.ts";
import { type Goods, quoteShipping } from "../../server/modules/shipping/quote-shipping.ts";
import { line, selecting, shippingAt } from "../helpers/priceable.ts";

const goods = (left: number, parts: Parameters<typeof line>[2] = {}): Goods => ({
  ...line(parts.productId ?? "a", 0, parts),
  left,
});

interface Sent {
  goods?: readonly Goods[];
  destination?: Place | null;
  currency?: string;
}

const berlin: Place = { country: "DE", postalCode: "10115" };

function quote(
  parts: Partial<ShippingMethod>,
  { goods: sent = [goods(1000)], destination = berlin, currency = "EUR" }: Sent = {},
): number | null {
  return quoteShipping(shippingAt(490, parts), { goods: sent, destination, currency });
}

const priced = (price: Partial<ShippingPrice>) => ({
  prices: { EUR: { by: "flat" as const, steps: [{ upTo: null, amount: 490 }], freeFrom: null, ...price } },
});

describe("a way of shipping costs", () => {
  test("the same for all where it is flat", () => {
    expect(quote({})).toBe(490);
  });

  const steps = [
    { upTo: 1000, amount: 300 },
    { upTo: 5000, amount: 600 },
  ];

  test("what its first step says that is not exceeded, by weight", () => {
    const at = (weightGrams: number, quantity: number) =>
      quote(priced({ by: "weight", steps }), { goods: [goods(1, { weightGrams, quantity })] });
    expect([at(500, 2), at(501, 2), at(5000, 1), at(5001, 1)]).toEqual([300, 600, 600, null]);
  });

  test("by what the goods cost, or by how many there are", () => {
    const bySubtotal = (left: number) => quote(priced({ by: "subtotal", steps }), { goods: [goods(left)] });
    expect([0, 1000, 1001, 5001].map(bySubtotal)).toEqual([300, 300, 600, null]);
    const few = [
      { upTo: 2, amount: 1 },
      { upTo: null, amount: 2 },
    ];
    const byQuantity = (quantity: number) =>
      quote(priced({ by: "quantity", steps: few }), { goods: [goods(1, { quantity }), goods(1)] });
    expect([1, 2].map(byQuantity)).toEqual([1, 2]);
  });

  test("nothing from an amount on, what needs no shipping not counted", () => {
    const freeFrom = priced({ freeFrom: 5000 });
    const file = goods(9000, { requiresShipping: false });
    expect(quote(freeFrom, { goods: [goods(4999), file] })).toBe(490);
    expect(quote(freeFrom, { goods: [goods(2500), goods(2500)] })).toBe(0);
  });
});

describe("a way of shipping is not on offer", () => {
  test("where nothing needs it", () => {
    expect(quote({}, { goods: [goods(1000, { requiresShipping: false })] })).toBeNull();
    expect(quote({}, { goods: [] })).toBeNull();
  });

  test("in a currency that it has no price in", () => {
    expect(quote({}, { currency: "USD" })).toBeNull();
  });

  test("for goods that it does not take, unless they are not sent", () => {
    const excluded = { excluded: selecting("acid") };
    expect(quote(excluded)).toBe(490);
    expect(quote(excluded, { goods: [goods(1), goods(1, { productId: "acid" })] })).toBeNull();
    const manual = goods(1, { productId: "acid", requiresShipping: false });
    expect(quote(excluded, { goods: [goods(1), manual] })).toBe(490);
  });

  test("outside of its zones", () => {
    const zone = { country: "DE", regions: null, postalCodes: null };
    const islands = { ...zone, country: "ES", regions: ["Las Palmas"], postalCodes: ["35*", "38*"] };
    const reaches = (destination: Place | null) =>
      quote({ zones: [zone, islands] }, { destination }) !== null;
    expect(reaches(berlin)).toBe(true);
    expect(reaches({ country: "ES", region: "las palmas ", postalCode: "35001" })).toBe(true);
    expect(reaches({ country: "ES", region: "Las Palmas", postalCode: "28001" })).toBe(false);
    expect(reaches({ country: "ES", postalCode: "35001" })).toBe(false);
    expect(reaches({ country: "AT", postalCode: "1010" })).toBe(false);
    expect(quote({ zones: [] })).toBeNull();
  });

  test("but it is while nobody knows where to, and what is fetched is fetched from anywhere", () => {
    const zones = [{ country: "DE", regions: null, postalCodes: null }];
    const vienna = { country: "AT", postalCode: "1010" };
    expect(
      quoteShipping(shippingAt(490, { zones }), { currency: "EUR", destination: null, goods: [goods(1)] }),
    ).toBe(490);
    expect(quote({ zones, kind: "pickup", pickupPlace: berlin }, { destination: vienna })).toBe(490);
  });
});
