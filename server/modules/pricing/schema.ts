import { z } from "zod";
import { moneyOutput } from "../../core/contract.ts";
import type { Money } from "../../core/money.ts";
import type { Totals } from "./priced-cart.ts";

export const totalsOutput = z
  .object({
    subtotal: moneyOutput.describe("The sum of the lines"),
    discount: moneyOutput,
    shipping: moneyOutput,
    tax: moneyOutput,
    total: moneyOutput.describe("subtotal - discount + shipping + tax"),
  })
  .meta({ id: "Totals" });

/** Totals as clients get them, each with its currency. */
export function presentTotals(totals: Totals, currency: string): Record<keyof Totals, Money> {
  const money = (amount: number): Money => ({ amount, currency });
  return {
    subtotal: money(totals.subtotal),
    discount: money(totals.discount),
    shipping: money(totals.shipping),
    tax: money(totals.tax),
    total: money(totals.total),
  };
}
