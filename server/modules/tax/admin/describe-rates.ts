import type { AdminTaxRate } from "./schema.ts";

/** A rate in a line for people to read in the log: `VAT standard 78266: 0`. */
function describeRate(rate: AdminTaxRate): string {
  const { name, taxClass, region, postalCodes, basisPoints, onShipping, reverseCharge } = rate;
  const traits = [onShipping ? "" : "not on shipping", reverseCharge ? "reverse charge" : ""].filter(Boolean);
  const place = [region, postalCodes?.join(" ")].filter(Boolean);
  return `${[name, taxClass, ...place].join(" ")}: ${[basisPoints, ...traits].join(", ")}`;
}

/** The log tells what was done and is no archive. */
const [maxLines, maxLength] = [50, 200];

/** What of some rates came and what went. */
export function describeRates(before: readonly AdminTaxRate[], after: readonly AdminTaxRate[]) {
  const [left, right] = [new Set(before.map(describeRate)), new Set(after.map(describeRate))];
  const brief = (lines: ReadonlySet<string>) =>
    [...lines].slice(0, maxLines).map((line) => line.slice(0, maxLength));
  return { removed: brief(left.difference(right)), added: brief(right.difference(left)) };
}
