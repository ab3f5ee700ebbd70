import type { TaxLine } from "../../../db/schema/order.ts";

/** The sum of each tax, by name and rate, in the order in which they first come. */
export function sumTaxes(taxes: readonly TaxLine[]): TaxLine[] {
  const sums: TaxLine[] = [];
  for (const { name, rate, amount } of taxes) {
    const sum = sums.find((each) => each.name === name && each.rate === rate);
    if (sum) sum.amount += amount;
    else sums.push({ name, rate, amount });
  }
  return sums;
}
