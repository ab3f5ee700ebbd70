import type { Place, TaxRate } from "../pricing/priceable-cart.ts";
import { liesIn } from "../shipping/area.ts";

/** What goods without a tax class of their own are of, and what holds where a class has no rate. */
const standard = "standard";

/** Those of a country's rates that hold at a place of it, for whatever class. */
export function ratesAt(rates: readonly TaxRate[], place: Place): TaxRate[] {
  return rates.filter(({ region, postalCodes }) =>
    liesIn(place, { regions: region === null ? null : [region], postalCodes }),
  );
}

/** Those of a place's rates that hold for a class: of one name the most local, there the class's before the standard one. */
export function ratesFor(rates: readonly TaxRate[], taxClass: string): TaxRate[] {
  const best = new Map<string, TaxRate>();
  for (const rate of rates) {
    if (rate.taxClass !== taxClass && rate.taxClass !== standard) continue;
    const other = best.get(rate.name);
    if (!other || precedence(rate) > precedence(other)) best.set(rate.name, rate);
  }
  return [...best.values()];
}

function precedence({ postalCodes, region, taxClass }: TaxRate): number {
  return (postalCodes ? 4 : 0) + (region === null ? 0 : 2) + (taxClass === standard ? 0 : 1);
}
