import type { FieldIssue } from "../../../core/errors.ts";
import { standardTaxClass } from "../../../core/tax-classes.ts";
import type { TaxRate } from "../../pricing/priceable-cart.ts";
import { ratesFor } from "../holding-rates.ts";
import { toMillionths } from "../rate-units.ts";
import { sumOfRates, wholeRate } from "../taxation.ts";

type Rate = Omit<TaxRate, "rate"> & { basisPoints: number };

/**
 * Rates that come to more than 100 % where they hold together: `maxAmount` relies on no tax being more. Patterns of postal
 * codes are one place where they are written alike.
 */
export function excessIssues(rates: readonly Rate[]): FieldIssue[] {
  const all = rates.map((rate): TaxRate => ({ ...rate, rate: toMillionths(rate.basisPoints) }));
  const isRefusedAlone = all.some(({ rate }) => rate > wholeRate);
  if (isRefusedAlone || sumOfRates(all) <= wholeRate) return [];
  for (const here of placesOf(all)) {
    for (const taxClass of new Set([standardTaxClass, ...here.map((rate) => rate.taxClass)])) {
      const holding = ratesFor(here, taxClass);
      if (sumOfRates(holding) <= wholeRate) continue;
      const last = Math.max(...holding.map((rate) => all.indexOf(rate)));
      return [{ path: String(last), message: "With the others that hold there it is more than 100 %" }];
    }
  }
  return [];
}

/** The rates of each place that they tell apart. */
function* placesOf(rates: readonly TaxRate[]): Iterable<TaxRate[]> {
  const regions = new Set([undefined, ...rates.map(regionOf)]);
  for (const coded of codedTogether(rates)) {
    for (const region of regions) {
      yield rates.filter(
        (rate) =>
          (rate.region === null || regionOf(rate) === region) &&
          (rate.postalCodes === null || coded.has(rate)),
      );
    }
  }
}

/** Those that share a pattern, each set of them once; and none of them, where no pattern is met. */
function codedTogether(rates: readonly TaxRate[]): Iterable<ReadonlySet<TaxRate>> {
  const byPattern = new Map<string, number[]>();
  for (const [index, { postalCodes }] of rates.entries()) {
    for (const pattern of postalCodes ?? []) {
      byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), index]);
    }
  }
  const sets = new Map([["", new Set<TaxRate>()]]);
  for (const indexes of byPattern.values()) {
    sets.set(indexes.join(), new Set(indexes.flatMap((index) => rates[index] ?? [])));
  }
  return sets.values();
}

function regionOf({ region }: TaxRate): string | undefined {
  return region?.toLowerCase();
}
