import type { z } from "zod";
import type { Adjustment, TaxLine } from "../../../db/schema/order.ts";
import type { Money } from "../../core/money.ts";
import { toBasisPoints } from "../tax/rate-units.ts";
import type { Totals } from "./priced-cart.ts";
import type { adjustmentOutput, taxOutput } from "./schema.ts";

/** What a line or shipping costs, in minor units. */
export interface Price {
  subtotal: number;
  discount: number;
  adjustments: readonly Adjustment[];
  tax: number;
  taxes: readonly TaxLine[];
  total: number;
}

/** Amounts as clients get them, each with its currency. */
export function presenterOf(currency: string) {
  const money = (amount: number): Money => ({ amount, currency });
  const adjustments = (all: readonly Adjustment[]): z.infer<typeof adjustmentOutput>[] =>
    all.map(({ promotionId, name, code, amount }) => ({ promotionId, name, code, amount: money(amount) }));
  const taxes = (all: readonly TaxLine[]): z.infer<typeof taxOutput>[] =>
    all.map(({ name, rate, amount }) => ({ name, rate: toBasisPoints(rate), amount: money(amount) }));
  return {
    money,
    adjustments,
    taxes,
    price: (price: Price) => ({
      subtotal: money(price.subtotal),
      discount: money(price.discount),
      adjustments: adjustments(price.adjustments),
      tax: money(price.tax),
      taxes: taxes(price.taxes),
      total: money(price.total),
    }),
    totals: ({ subtotal, discount, shipping, tax, total }: Totals): Record<keyof Totals, Money> => ({
      subtotal: money(subtotal),
      discount: money(discount),
      shipping: money(shipping),
      tax: money(tax),
      total: money(total),
    }),
  };
}

export type Presenter = ReturnType<typeof presenterOf>;
