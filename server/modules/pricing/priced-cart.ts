import type { CouponRefusal, TaxRelief } from "../../../db/enums.ts";
import type { Adjustment, TaxLine } from "../../../db/schema/order.ts";

/** A cart with what all of it costs and why; amounts in minor units. */
export interface PricedCart {
  /** In the order in which they came. */
  lines: PricedLine[];
  /** Null where none is chosen or needed, and where the chosen one does not take the cart. */
  shipping: PricedShipping | null;
  totals: Totals;
  /** The sum of each tax, by name and rate. */
  taxes: TaxLine[];
  taxIncluded: boolean;
  taxRelief: TaxRelief | null;
  /** Every promotion that takes something off, in the order of application, with all that it does. */
  promotions: Adjustment[];
  /** The cart's codes that take nothing off, and why. */
  refusedCodes: { code: string; reason: CouponRefusal }[];
}

export interface PricedLine {
  id: string;
  /** What one costs: without the tax that prices include, where the buyer pays none. */
  unitAmount: number;
  /** Of all of its units. */
  subtotal: number;
  discount: number;
  /** What makes up the discount. */
  adjustments: Adjustment[];
  tax: number;
  taxes: TaxLine[];
  /** `subtotal - discount`, and the tax where it is not included. */
  total: number;
}

export interface PricedShipping {
  optionId: string;
  subtotal: number;
  discount: number;
  adjustments: Adjustment[];
  tax: number;
  taxes: TaxLine[];
  total: number;
}

/** The sums of a cart or order. */
export interface Totals {
  /** Of the lines, before anything is taken off. */
  subtotal: number;
  /** Off the lines; what is taken off shipping stands in its price. */
  discount: number;
  /** After what is taken off. */
  shipping: number;
  tax: number;
  /** `subtotal - discount + shipping`, and the tax where it is not included. */
  total: number;
}
