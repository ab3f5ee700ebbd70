import type { TaxRelief } from "../../../db/enums.ts";
import type { Place, PriceableCart, TaxRate } from "../pricing/priceable-cart.ts";
import { isVatIdOf } from "./vat-id.ts";

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

/** A business owes the tax of its own country itself when it buys from another one. */
function owesItself(vatId: string | null, country: string, soldFrom: string | null): TaxRelief | null {
  const isAbroad = soldFrom !== null && soldFrom !== country;
  return isAbroad && vatId !== null && isVatIdOf(country, vatId) ? "reverse_charge" : null;
}
