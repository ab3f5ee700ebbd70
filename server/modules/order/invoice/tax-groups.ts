import type { TaxLine } from "../../../../db/schema/order.ts";

/** What is taxed alike; amounts in minor units. */
export interface TaxGroup {
  /** `VAT 19 %`, or several joined by ` + `; "No tax" where there is none. */
  name: string;
  net: number;
  tax: number;
}

interface Taxed {
  taxes: readonly TaxLine[];
  tax: number;
  total: number;
}

/** The lines by the taxes on them, in the order in which they first come. */
export function groupByTax(lines: readonly Taxed[]): TaxGroup[] {
  const groups = new Map<string, TaxGroup>();
  for (const { taxes, tax, total } of lines) {
    const name = taxesName(taxes);
    const group = groups.get(name) ?? { name, net: 0, tax: 0 };
    groups.set(name, { name, net: group.net + total - tax, tax: group.tax + tax });
  }
  return [...groups.values()];
}

export function taxesName(taxes: readonly TaxLine[]): string {
  return taxes.map(({ name, rate }) => `${name} ${percentOf(rate)} %`).join(" + ") || "No tax";
}

/** Millionths as a percentage, digit by digit: 190,000 is "19", 55,000 is "5.5". */
function percentOf(millionths: number): string {
  const digits = String(millionths).padStart(5, "0");
  const fraction = digits.slice(-4).replace(/0+$/, "");
  return `${digits.slice(0, -4)}${fraction && `.${fraction}`}`;
}
