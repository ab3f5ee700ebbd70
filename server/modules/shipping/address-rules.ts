import type { FieldIssue } from "../../core/errors.ts";
import { formatPostalCode, postalCodeFormats } from "./postal-codes.ts";

/**
 * Where mail needs the state, province or prefecture beside the city, by the source of the postal codes. Where it stands
 * in the city's place, as in Hong Kong and the Emirates, the city is enough.
 */
const countriesWithRegions: ReadonlySet<string> = new Set(
  "AU BR CA CN CO CR ES HN ID IN IT JP KR MX RU SV TR TW US VE".split(" "),
);

interface Place {
  country: string;
  region?: string | undefined;
  postalCode: string;
}

/** What an address lacks to be one of its country. */
export function addressIssues({ country, region, postalCode }: Place): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (!region && countriesWithRegions.has(country)) {
    issues.push({ path: "region", message: `An address in ${country} has a region` });
  }
  if (formatPostalCode(country, postalCode) === undefined) {
    const expected = postalCodeFormats.get(country)?.filter(Boolean).join(" or ");
    issues.push({
      path: "postalCode",
      message: `A postal code in ${country} looks like ${expected}, # a digit and @ a letter`,
    });
  }
  return issues;
}

/** The same address with its postal code as its country writes it. */
export function tidyAddress<Address extends Place>(address: Address): Address {
  const { country, postalCode } = address;
  return { ...address, postalCode: formatPostalCode(country, postalCode) ?? postalCode };
}
