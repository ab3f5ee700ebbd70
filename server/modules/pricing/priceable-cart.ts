import type { RoundingMode, ShippingKind, TaxRounding } from "../../../db/enums.ts";
import type {
  Amounts,
  LineSelection,
  PromotionConditions,
  PromotionEffect,
} from "../../../db/schema/promotion-rule.ts";
import type { ShippingPrice, Zone } from "../../../db/schema/shipping.ts";

/** All that the price of a cart depends on; amounts in minor units of its one currency. */
export interface PriceableCart {
  market: PricingMarket;
  lines: readonly PriceableLine[];
  buyer: Buyer;
  /** Those in force by themselves, and those of the cart's codes whether in force or not. */
  promotions: readonly PriceablePromotion[];
  /** Where it is sent, or else billed; null while that is not known: taxed as in the market's own country then. */
  destination: Place | null;
  /** The chosen way; null for none, and where nothing needs shipping. */
  shipping: ShippingMethod | null;
  /** Of the country it is taxed in, all of them. */
  taxRates: readonly TaxRate[];
  now: Date;
}

export interface PricingMarket {
  code: string;
  currency: string;
  pricesIncludeTax: boolean;
  /** ISO 3166-1 alpha-2; null where no tax is known. */
  taxCountry: string | null;
  taxRounding: TaxRounding;
  rounding: RoundingMode;
}

export interface PriceableLine {
  id: string;
  variantId: string;
  productId: string;
  /** The product's categories and all above them. */
  categoryIds: readonly string[];
  tags: readonly string[];
  taxClass: string;
  quantity: number;
  /** What one costs now, in the quantity that the cart has of the variant. */
  unitAmount: number;
  /** Of one. */
  weightGrams: number;
  requiresShipping: boolean;
}

export interface Buyer {
  groups: readonly string[];
  /** Null while it is not known who buys. */
  hasOrdered: boolean | null;
  taxExempt: boolean;
  /** As `readVatId` writes it. */
  vatId: string | null;
}

/** A place as taxes and zones tell it. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  country: string;
  region?: string | undefined;
  postalCode: string;
}

export interface PriceablePromotion {
  id: string;
  name: string;
  /** The cart's code that leads to it; null where it comes by itself. */
  code: string | null;
  priority: number;
  exclusive: boolean;
  startsAt: Date | null;
  endsAt: Date | null;
  lines: LineSelection | null;
  conditions: PromotionConditions;
  effect: PromotionEffect;
  cap: Amounts | null;
  /** Whether it, or its code, was ended by hand. */
  archived: boolean;
  /** Whether it, or its code, has been used as often as it may be. */
  usedUp: boolean;
  /** Whether this buyer has. */
  usedByBuyer: boolean;
}

export interface ShippingMethod {
  id: string;
  kind: ShippingKind;
  zones: readonly Zone[] | null;
  /** By currency. */
  prices: Readonly<Record<string, ShippingPrice>>;
  excluded: LineSelection | null;
  /** Null: taxed as the goods are. */
  taxClass: string | null;
  /** Of what is picked up: it is taxed there. */
  pickupPlace: Place | null;
}

export interface TaxRate {
  name: string;
  region: string | null;
  postalCodes: readonly string[] | null;
  taxClass: string;
  /** In millionths. */
  rate: number;
  onShipping: boolean;
  reverseCharge: boolean;
}
