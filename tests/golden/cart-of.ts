import { currencyExponent } from "../../server/core/money.ts";
import type {
  PriceableCart,
  PriceableLine,
  PriceablePromotion,
  PricingMarket,
  ShippingMethod,
} from "../../server/modules/pricing/priceable-cart.ts";
import { minorUnits } from "./amounts.ts";
import { type Golden, type Offer, type Shipping, selected } from "./golden.ts";

/** The cart that an example describes. */
export function cartOf({ market, lines, taxes, offers, shipping, to, buyer }: Golden): PriceableCart {
  const exponent = currencyExponent(market.currency);
  const way = typeof shipping === "string" ? { price: shipping } : shipping;
  return {
    market,
    lines: lines.map((text, index) => line(text, index, exponent)),
    buyer: { groups: [], hasOrdered: false, taxExempt: false, vatId: null, ...buyer },
    promotions: (offers ?? []).map(promotion),
    destination: { country: market.taxCountry ?? "", postalCode: "", ...to },
    shipping: way ? shippingMethod(way, market) : null,
    taxRates: taxes ?? [],
    now: new Date("2026-06-01T12:00:00Z"),
  };
}

function line(text: string, index: number, exponent: number): PriceableLine {
  const match = /^(\d+) × ([\d,.]+)(?: (\w+))?$/.exec(text);
  if (!match) throw new Error(`Not a line: ${text}`);
  const [, quantity = "", price = "", taxClass = "standard"] = match;
  const number = index + 1;
  return {
    id: `line_${number}`,
    variantId: `var_${number}`,
    productId: `prod_${number}`,
    categoryIds: [],
    tags: [],
    taxClass,
    quantity: Number(quantity),
    unitAmount: minorUnits(price, exponent),
    weightGrams: 0,
    requiresShipping: true,
  };
}

function promotion(offer: Offer, index: number): PriceablePromotion {
  return {
    id: `promo_${index + 1}`,
    name: `Offer ${index + 1}`,
    code: null,
    priority: offer.priority ?? 0,
    exclusive: offer.exclusive ?? false,
    startsAt: null,
    endsAt: null,
    lines: offer.on ? selected(offer.on) : null,
    conditions: {
      markets: null,
      customerGroups: null,
      firstOrder: offer.firstOrder ?? false,
      minSubtotal: offer.minSubtotal ?? null,
      minQuantity: null,
      weekdays: null,
      timeZone: "UTC",
    },
    effect: offer.effect,
    cap: null,
    archived: false,
    usedUp: false,
    usedByBuyer: false,
  };
}

function shippingMethod(
  { price, taxClass = null, freeFrom }: Shipping,
  { currency }: PricingMarket,
): ShippingMethod {
  const exponent = currencyExponent(currency);
  const steps = [{ upTo: null, amount: minorUnits(price, exponent) }];
  const from = freeFrom === undefined ? null : minorUnits(freeFrom, exponent);
  return {
    id: "ship_1",
    kind: "delivery",
    zones: null,
    prices: { [currency]: { by: "flat", steps, freeFrom: from } },
    excluded: null,
    taxClass,
    pickupPlace: null,
  };
}
