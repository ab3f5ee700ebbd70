import type { FieldIssue } from "../../../core/errors.ts";

interface PlacedRate {
  name: string;
  taxClass: string;
  region: string | null;
  postalCodes: readonly string[] | null;
}

/** Rates that nothing tells apart: of one name and class, for the same place. */
export function alikeIssues(rates: readonly PlacedRate[]): FieldIssue[] {
  const seen = new Set<string>();
  return rates.flatMap((rate, index) =>
    placesOf(rate).flatMap(({ path, place }): FieldIssue[] => {
      const key = JSON.stringify([rate.name, rate.taxClass, rate.region?.toLowerCase(), place]);
      const isAlike = seen.has(key);
      seen.add(key);
      return isAlike
        ? [{ path: `${index}${path}`, message: "Another rate has the same name, place and class" }]
        : [];
    }),
  );
}

/** Each postal pattern is a place of its own. */
function placesOf({ postalCodes }: PlacedRate): { path: string; place: string }[] {
  if (postalCodes === null) return [{ path: "", place: "" }];
  return postalCodes.map((place, index) => ({ path: `.postalCodes.${index}`, place }));
}
