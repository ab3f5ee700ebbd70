import type { RoundingMode, TaxRelief, TaxRounding } from "../../db/enums.ts";
import type { Amounts, LineSelection, PromotionEffect } from "../../db/schema/promotion-rule.ts";
import type { Buyer, Place, PricingMarket, TaxRate } from "../../server/modules/pricing/priceable-cart.ts";
import { minorUnits } from "./amounts.ts";

/** A worked example that somebody published. All amounts are written as people write them: `1,304.35`. */
export interface Golden {
  shows: string;
  /** Who published it, and where in it. */
  by: string;
  url: string;
  /** What is not in it: where it states a rule, some or all of the numbers that follow it here. */
  ours?: "the amounts" | "the rate" | "the prices" | "the result" | "the shipping" | "the tax";
  market: PricingMarket;
  /** `3 × 1.67`, or with a tax class of its own `3 × 1.67 books`. */
  lines: readonly string[];
  taxes?: readonly TaxRate[];
  offers?: readonly Offer[];
  shipping?: string | Shipping;
  /** Somewhere in the market's own country, unless it says where. */
  to?: Partial<Place>;
  buyer?: Partial<Buyer>;
  gives: Expected;
}

export interface Offer {
  effect: PromotionEffect;
  /** The lines that it is on, the first being 1; all of them if it does not say. */
  on?: readonly number[];
  minSubtotal?: Amounts;
  firstOrder?: boolean;
  priority?: number;
  exclusive?: boolean;
}

export interface Shipping {
  price: string;
  /** Null, as when it does not say: taxed as the goods are. */
  taxClass?: string | null;
  freeFrom?: string;
}

/** What it does not name is nothing. */
export interface Expected {
  discount?: string;
  shipping?: string;
  /** By name and rate, `VAT 19%`; or what they come to, where the source gives no more. */
  taxes?: string | Readonly<Record<string, string>>;
  total: string;
  relief?: TaxRelief;
  /** What each line has of the discount, of the tax; not looked at where the source is silent. */
  lines?: { discount?: readonly string[]; tax?: readonly string[] };
}

interface Rounding {
  per?: TaxRounding;
  halves?: RoundingMode;
}

function market(country: string, currency: string, pricesIncludeTax: boolean, rounding: Rounding) {
  const { per = "line", halves = "half_up" } = rounding;
  return {
    code: country.toLowerCase(),
    currency,
    pricesIncludeTax,
    taxCountry: country,
    taxRounding: per,
    rounding: halves,
  };
}

/** A market whose prices are what is paid, tax and all. */
export const taxIncluded = (country: string, currency: string, rounding: Rounding = {}): PricingMarket =>
  market(country, currency, true, rounding);

/** A market whose prices have the tax still to come. */
export const taxAdded = (country: string, currency: string, rounding: Rounding = {}): PricingMarket =>
  market(country, currency, false, rounding);

/** `tax("VAT 19%")`: of everything, everywhere and of shipping too, unless it says otherwise. */
export function tax(
  nameAndRate: string,
  where: { of?: string; in?: string; at?: string[]; onShipping?: boolean; reverseCharge?: boolean } = {},
): TaxRate {
  const space = nameAndRate.lastIndexOf(" ");
  return {
    name: nameAndRate.slice(0, space),
    rate: minorUnits(nameAndRate.slice(space + 1, -1), 4),
    taxClass: where.of ?? "standard",
    region: where.in ?? null,
    postalCodes: where.at ?? null,
    onShipping: where.onShipping ?? true,
    reverseCharge: where.reverseCharge ?? false,
  };
}

const nothingSelected: LineSelection = { productIds: [], categoryIds: [], tags: [] };

export const selected = (numbers: readonly number[]): LineSelection => ({
  ...nothingSelected,
  productIds: numbers.map((number) => `prod_${number}`),
});
