import type { TaxLine } from "../../../db/schema/order.ts";
import { mulDiv, sumOf } from "../../core/exact.ts";
import { shareOf } from "../pricing/share-of.ts";
import { creditOf } from "./credit-order.ts";
import type { OrderRow } from "./present-order.ts";
import type { Cost } from "./refund-taxes.ts";
import { creditedUnits, type LineUnits } from "./units.ts";

type Shipped = Pick<OrderRow, "shippingAmount" | "shippingTaxes" | "taxIncluded">;

/** What the next units of these lines cost, and so much of the shipping, with the taxes of each. */
export function costOf(order: Shipped, units: readonly LineUnits[], shippingAmount: number): Cost {
  return {
    amount: creditOf(units) + shippingAmount,
    taxes: [...units.flatMap(taxesOfUnits), ...taxesOfShipping(order, shippingAmount)],
  };
}

function taxesOfUnits({ line, count }: LineUnits): TaxLine[] {
  const part = { quantity: line.quantity, first: creditedUnits(line), count };
  return line.taxes.map((tax) => ({ ...tax, amount: shareOf(tax.amount, part) }));
}

function taxesOfShipping({ shippingAmount, shippingTaxes, taxIncluded }: Shipped, part: number): TaxLine[] {
  if (part === 0) return [];
  const onTop = taxIncluded ? 0 : sumOf(shippingTaxes.map(({ amount }) => amount));
  const whole = shippingAmount + onTop;
  return shippingTaxes.map((tax) => ({ ...tax, amount: mulDiv(tax.amount, part, whole, "half_up") }));
}
