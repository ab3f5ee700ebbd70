import type { TaxRelief } from "../../../db/enums.ts";
import { mulDiv } from "../../core/exact.ts";
import type { PriceableCart, TaxRate } from "../pricing/priceable-cart.ts";
import { ratesAt, ratesFor } from "./holding-rates.ts";
import { isRelieved, reliefOf } from "./relief.ts";
import { taxPlace } from "./tax-place.ts";

/** Rates are in millionths. */
export const wholeRate = 1_000_000;

/** The rates that hold for some goods, or for shipping them. What is taxed alike has the same object. */
export interface Levy {
  rates: readonly TaxRate[];
  /** Those of them that the buyer is not relieved of. */
  due: readonly TaxRate[];
}

/** How a cart is taxed. */
export interface Taxation {
  relief: TaxRelief | null;
  onGoods(taxClass: string): Levy;
  onShipping(taxClass: string): Levy;
}

export function taxationOf(
  cart: Pick<PriceableCart, "market" | "buyer" | "destination" | "shipping" | "taxRates">,
): Taxation {
  const place = taxPlace(cart);
  const here = place ? ratesAt(cart.taxRates, place) : [];
  const relief = place && reliefOf(cart, place, here);
  const levies = new Map<string, Levy>();
  const levyOf = (rates: readonly TaxRate[]): Levy =>
    remember(levies, rates.map((rate) => here.indexOf(rate)).join(), () => ({
      rates,
      due: rates.filter((rate) => !isRelieved(rate, relief)),
    }));
  const onGoods = new Map<string, Levy>();
  const onShipping = new Map<string, Levy>();
  return {
    relief,
    onGoods: (taxClass) => remember(onGoods, taxClass, () => levyOf(ratesFor(here, taxClass))),
    onShipping: (taxClass) =>
      remember(onShipping, taxClass, () =>
        levyOf(ratesFor(here, taxClass).filter((rate) => rate.onShipping)),
      ),
  };
}

/** An amount that holds all taxes without those that the buyer is relieved of. */
export function relieved(
  amount: number,
  { rates, due }: Levy,
  rounding: PriceableCart["market"]["rounding"],
): number {
  if (rates.length === due.length) return amount;
  return mulDiv(amount, wholeRate + sumOfRates(due), wholeRate + sumOfRates(rates), rounding);
}

export function sumOfRates(rates: readonly TaxRate[]): number {
  return rates.reduce((sum, { rate }) => sum + rate, 0);
}

function remember<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}
