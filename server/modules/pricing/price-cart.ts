/** What is needed to price a cart; amounts in minor units of one currency. */
export interface Priceable {
  lines: readonly { unitAmount: number; quantity: number }[];
  /** Null until a shipping option is chosen. */
  shippingAmount: number | null;
}

/** The sums of a cart or order: `total = subtotal - discount + shipping + tax`. */
export interface Totals {
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
}

export function lineTotal({ unitAmount, quantity }: Priceable["lines"][number]): number {
  return unitAmount * quantity;
}

/** Adds a cart up. Nothing reduces or taxes it yet, so that discount and tax are nothing. */
export function priceCart({ lines, shippingAmount }: Priceable): Totals {
  const subtotal = lines.reduce((sum, line) => sum + lineTotal(line), 0);
  const shipping = shippingAmount ?? 0;
  const discount = 0;
  const tax = 0;
  return { subtotal, discount, shipping, tax, total: subtotal - discount + shipping + tax };
}
