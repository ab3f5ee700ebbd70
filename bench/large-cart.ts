import type { LineSelection, PromotionEffect } from "../db/schema/promotion-rule.ts";
import type {
  PriceableCart,
  PriceableLine,
  PriceablePromotion,
} from "../server/modules/pricing/priceable-cart.ts";
import { currency } from "./catalogue.ts";
import { seededRandom } from "./random.ts";

/** As many lines as a cart may have, and more promotions at once than a shop will run. */
export const size = { lines: 100, promotions: 20 };

export function largeCart(): PriceableCart {
  return {
    market: {
      code: "eu",
      currency,
      pricesIncludeTax: true,
      taxCountry: "DE",
      taxRounding: "line",
      rounding: "half_up",
    },
    lines: Array.from({ length: size.lines }, (_, index) => lineOf(index)),
    buyer: { groups: ["loyal"], hasOrdered: true, taxExempt: false, vatId: null },
    promotions: Array.from({ length: size.promotions }, (_, index) => promotionOf(index)),
    destination: { country: "DE", postalCode: "10115" },
    shipping: {
      id: "post",
      kind: "delivery",
      zones: [{ country: "DE", regions: null, postalCodes: null }],
      prices: { [currency]: { by: "weight", steps: [{ upTo: null, amount: 490 }], freeFrom: null } },
      excluded: null,
      taxClass: null,
      pickupPlace: null,
    },
    taxRates: [rateOf("standard", 190_000), rateOf("reduced", 70_000)],
    now: new Date("2026-05-01T12:00:00Z"),
  };
}

const random = seededRandom(11);
const numberBelow = (bound: number) => Math.floor(random() * bound);

function lineOf(index: number): PriceableLine {
  return {
    id: `line_${index}`,
    variantId: `var_${index}`,
    productId: `prod_${index}`,
    categoryIds: [`cat_${index % 10}`, `cat_${index % 3}`, "cat_root"],
    tags: [`tag_${index % 7}`, `tag_${index % 5}`],
    taxClass: index % 4 === 0 ? "reduced" : "standard",
    quantity: 1 + numberBelow(5),
    unitAmount: 199 + numberBelow(20_000),
    weightGrams: 250,
    requiresShipping: true,
  };
}

/** Each kind of effect in turn, on all lines, on some categories or on some tags. */
function promotionOf(index: number): PriceablePromotion {
  return {
    id: `promo_${index}`,
    name: `Promotion ${index}`,
    code: null,
    priority: index % 3,
    exclusive: false,
    startsAt: new Date("2026-01-01T00:00:00Z"),
    endsAt: null,
    lines: selections[index % selections.length] ?? null,
    conditions: {
      markets: ["eu"],
      customerGroups: index % 2 === 0 ? ["loyal"] : null,
      firstOrder: false,
      minSubtotal: { [currency]: 1000 },
      minQuantity: 2,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      timeZone: "Europe/Berlin",
    },
    effect: effects[index % effects.length] ?? effects[0],
    cap: null,
    archived: false,
    usedUp: false,
    usedByBuyer: false,
  };
}

const selections: readonly (LineSelection | null)[] = [
  null,
  { productIds: [], categoryIds: ["cat_1", "cat_4", "cat_7"], tags: [] },
  { productIds: ["prod_3", "prod_33"], categoryIds: [], tags: ["tag_2", "tag_3"] },
];

const effects: readonly [PromotionEffect, ...PromotionEffect[]] = [
  { type: "percentage", target: "lines", basisPoints: 500 },
  { type: "fixed_amount", target: "lines", amounts: { [currency]: 25 } },
  { type: "fixed_price", target: "lines", amounts: { [currency]: 4_990 } },
  { type: "cheapest_free", every: 10, free: 1 },
  {
    type: "buy_x_get_y",
    buy: { lines: null, quantity: 4 },
    get: { lines: null, quantity: 1, basisPoints: 5000 },
    times: null,
  },
  {
    type: "quantity_tiers",
    tiers: [
      { quantity: 5, basisPoints: 300 },
      { quantity: 500, basisPoints: 900 },
    ],
  },
  { type: "spend_tiers", tiers: [{ amounts: { [currency]: 5_000 }, basisPoints: 400 }] },
  { type: "percentage", target: "order", basisPoints: 250 },
  { type: "fixed_amount", target: "order", amounts: { [currency]: 1_000 } },
  { type: "percentage", target: "shipping", basisPoints: 1000 },
];

function rateOf(taxClass: string, rate: number): PriceableCart["taxRates"][number] {
  return {
    name: "VAT",
    region: null,
    postalCodes: null,
    taxClass,
    rate,
    onShipping: true,
    reverseCharge: true,
  };
}
