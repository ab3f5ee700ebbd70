import type { TaxLine } from "../../../db/schema/order.ts";
import { allocate, mulDiv, sumOf } from "../../core/exact.ts";
import { sumTaxes } from "../tax/sum-taxes.ts";
import type { OrderState } from "./present-order.ts";

/** Certain units or shipping that money is given back for: what they cost, and what of that is tax. */
export interface Cost {
  amount: number;
  taxes: readonly TaxLine[];
}

/**
 * What of money that is given back is tax: that of what it is for, where it is all of that and no more, else its share of
 * the tax that was not given back yet. So all refunds of an order sum to its taxes. What came beyond its total had none.
 */
export function refundTaxes(
  { order, lines, payments, refunds }: Pick<OrderState, "order" | "lines" | "payments" | "refunds">,
  amount: number,
  cost?: Cost,
): TaxLine[] {
  const counted = payments.filter(({ holdReason }) => holdReason === null);
  const isGiven = ({ status, paymentId }: OrderState["refunds"][number]) =>
    status !== "failed" && counted.some(({ id }) => id === paymentId);
  const given = refunds.filter(isGiven);
  const sum = sumOf(given.map((refund) => refund.amount));
  const surplus = Math.max(sumOf(counted.map((each) => each.capturedAmount)) - order.totalAmount, 0);
  const ofSale = (refunded: number) => Math.min(Math.max(refunded - surplus, 0), order.totalAmount);
  const [before, after] = [ofSale(sum), ofSale(sum + amount)];
  if (before === after) return [];
  const sold = sumTaxes([...lines.flatMap(({ taxes }) => taxes), ...order.shippingTaxes]);
  const left = subtract(
    sold,
    given.flatMap(({ taxes }) => taxes),
  );
  const taxes =
    cost?.amount === after - before
      ? atMost(left, cost.taxes)
      : share(left, after - before, order.totalAmount - before);
  return taxes.filter((tax) => tax.amount > 0);
}

/** Splits what of a refund is tax over the parts that it is given in. */
export function splitTaxes(taxes: readonly TaxLine[], parts: readonly number[]): TaxLine[][] {
  const split = taxes.map((tax) => allocate(tax.amount, parts));
  return parts.map((_, part) =>
    taxes
      .map((tax, index) => ({ ...tax, amount: split[index]?.[part] ?? 0 }))
      .filter(({ amount }) => amount > 0),
  );
}

function subtract(taxes: readonly TaxLine[], others: readonly TaxLine[]): TaxLine[] {
  return taxes.map((tax) => ({ ...tax, amount: Math.max(tax.amount - amountOf(others, tax), 0) }));
}

function atMost(taxes: readonly TaxLine[], others: readonly TaxLine[]): TaxLine[] {
  return taxes.map((tax) => ({ ...tax, amount: Math.min(tax.amount, amountOf(others, tax)) }));
}

function share(taxes: readonly TaxLine[], part: number, whole: number): TaxLine[] {
  const amounts = taxes.map(({ amount }) => amount);
  const parts = amounts.length > 0 ? allocate(mulDiv(sumOf(amounts), part, whole, "half_up"), amounts) : [];
  return taxes.map((tax, index) => ({ ...tax, amount: parts[index] ?? 0 }));
}

function amountOf(taxes: readonly TaxLine[], { name, rate }: TaxLine): number {
  return sumOf(taxes.filter((each) => each.name === name && each.rate === rate).map(({ amount }) => amount));
}
