import type { TaxRelief } from "../../../db/enums.ts";
import type { Place, PriceableCart, TaxRate } from "../pricing/priceable-cart.ts";
import { isInUnion, isUnionVatId, isVatIdOf } from "./vat-id.ts";

/** Why a buyer is relieved of some of the rates of a place; null where none of them is touched. */
export function reliefOf(
  { market, buyer }: Pick<PriceableCart, "market" | "buyer">,
  { country }: Place,
  rates: readonly TaxRate[],
): TaxRelief | null {
  const relief = buyer.taxExempt ? "exempt" : owesItself(buyer.vatId, country, market.taxCountry);
  return rates.some((rate) => isRelieved(rate, relief)) ? relief : null;
}

/** All rates are relieved of who is exempt; with reverse charge those that say so. */
export function isRelieved({ reverseCharge }: TaxRate, relief: TaxRelief | null): boolean {
  return relief === "exempt" || (relief === "reverse_charge" && reverseCharge);
}

/**
 * A business owes the tax itself where it buys from another country by an id of its own one. Within the European Union the
 * id may be of any member state but the one that the goods leave: Directive 2006/112/EC, art. 138 (1)(b).
 */
function owesItself(vatId: string | null, country: string, soldFrom: string | null): TaxRelief | null {
  if (vatId === null || soldFrom === null || soldFrom === country) return null;
  const isOfUnion =
    [country, soldFrom].every(isInUnion) && !isVatIdOf(soldFrom, vatId) && isUnionVatId(vatId);
  return isOfUnion || isVatIdOf(country, vatId) ? "reverse_charge" : null;
}
