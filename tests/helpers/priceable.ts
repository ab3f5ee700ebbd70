import type { PromotionConditions, PromotionEffect } from "../../db/schema/promotion-rule.ts";
import type {
  Buyer,
  PriceableCart,
  PriceableLine,
  PriceablePromotion,
  PricingMarket,
  ShippingMethod,
  TaxRate,
} from "../../server/modules/pricing/priceable-cart.ts";

export interface CartParts extends Partial<Omit<PriceableCart, "market" | "buyer">> {
  market?: Partial<PricingMarket>;
  buyer?: Partial<Buyer>;
}

/** A cart to be priced: in euros, taxes included, sold and taxed in Germany; empty unless told otherwise. */
export function priceable({ market, buyer, ...parts }: CartParts = {}): PriceableCart {
  return {
    lines: [],
    promotions: [],
    destination: null,
    shipping: null,
    taxRates: [],
    now: new Date("2026-05-01T12:00:00Z"),
    ...parts,
    market: {
      code: "de",
      currency: "EUR",
      pricesIncludeTax: true,
      taxCountry: "DE",
      taxRounding: "line",
      rounding: "half_up",
      ...market,
    },
    buyer: { groups: [], hasOrdered: null, taxExempt: false, vatId: null, ...buyer },
  };
}

/** A line of one unit that has to be sent; it and its variant are named `id` unless told otherwise. */
export function line(id: string, unitAmount: number, parts: Partial<PriceableLine> = {}): PriceableLine {
  return {
    id,
    variantId: id,
    productId: id,
    categoryIds: [],
    tags: [],
    taxClass: "standard",
    quantity: 1,
    unitAmount,
    weightGrams: 100,
    requiresShipping: true,
    ...parts,
  };
}

export interface PromotionParts extends Partial<Omit<PriceablePromotion, "conditions">> {
  conditions?: Partial<PromotionConditions>;
}

/** A promotion that comes by itself and holds always, for everybody, on everything. */
export function promotion(
  id: string,
  effect: PromotionEffect,
  { conditions, ...parts }: PromotionParts = {},
): PriceablePromotion {
  return {
    id,
    name: id,
    code: null,
    priority: 0,
    exclusive: false,
    startsAt: null,
    endsAt: null,
    lines: null,
    effect,
    cap: null,
    archived: false,
    usedUp: false,
    usedByBuyer: false,
    ...parts,
    conditions: {
      markets: null,
      customerGroups: null,
      firstOrder: false,
      minSubtotal: null,
      minQuantity: null,
      weekdays: null,
      timeZone: "Europe/Berlin",
      ...conditions,
    },
  };
}

/** A selection of what it names. */
export function selecting(...productIds: string[]) {
  return { productIds, categoryIds: [], tags: [] };
}

/** A way of shipping at one price in euros, everywhere. */
export function shippingAt(amount: number, parts: Partial<ShippingMethod> = {}): ShippingMethod {
  return {
    id: "post",
    kind: "delivery",
    zones: null,
    prices: { EUR: { by: "flat", steps: [{ upTo: null, amount }], freeFrom: null } },
    excluded: null,
    taxClass: null,
    pickupPlace: null,
    ...parts,
  };
}

/** A tax of the whole country and the standard class, on shipping too; the rate in millionths. */
export function taxRate(rate: number, parts: Partial<TaxRate> = {}): TaxRate {
  return {
    name: "VAT",
    region: null,
    postalCodes: null,
    taxClass: "standard",
    rate,
    onShipping: true,
    reverseCharge: true,
    ...parts,
  };
}
