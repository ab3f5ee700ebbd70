import type { TaxLine } from "../../../db/schema/order.ts";
import { allocate, mulDiv, sumOf } from "../../core/exact.ts";
import type { DiscountedCart, TaxAssessment } from "../pricing/discounted-cart.ts";
import type { PricingMarket, TaxRate } from "../pricing/priceable-cart.ts";
import { shippingShares } from "./shipping-shares.ts";
import { sumTaxes } from "./sum-taxes.ts";
import { sumOfRates, wholeRate } from "./taxation.ts";

/** Something that is taxed in one way: an item, or what of shipping is taxed alike. */
interface Base {
  amount: number;
  rates: readonly TaxRate[];
  taxes: TaxLine[];
}

/** The taxes of a cart by the shop's own rates. */
export function assessTax({ cart, items, shipping, taxation }: DiscountedCart): TaxAssessment {
  const onItems = items.map(({ left, taxClass }) => baseOf(left, taxation.onGoods(taxClass).due));
  const onShipping = shipping
    ? shippingShares(shipping.left, shipping.taxClass, items, taxation).map(({ amount, levy }) =>
        baseOf(amount, levy.due),
      )
    : [];
  for (const group of groupsOf([...onItems, ...onShipping], cart.market)) taxTogether(group, cart.market);
  return {
    items: onItems.map(({ taxes }) => taxes),
    shipping: sumTaxes(onShipping.flatMap(({ taxes }) => taxes)),
  };
}

function baseOf(amount: number, rates: readonly TaxRate[]): Base {
  return { amount, rates, taxes: [] };
}

interface Group {
  bases: readonly Base[];
  rates: readonly TaxRate[];
}

/**
 * What is rounded together: each base by itself, or of the whole order what has a rate in common. Of prices that include
 * their taxes those have to have all of them in common.
 */
function groupsOf(bases: readonly Base[], { taxRounding, pricesIncludeTax }: PricingMarket): Group[] {
  if (taxRounding === "line") return bases.map((base) => ({ bases: [base], rates: base.rates }));
  if (pricesIncludeTax) {
    return [...Map.groupBy(bases, ({ rates }) => rates)].map(([rates, bases]) => ({ bases, rates }));
  }
  const rates = new Set(bases.flatMap((base) => base.rates));
  return [...rates].map((rate) => ({
    bases: bases.filter((base) => base.rates.includes(rate)),
    rates: [rate],
  }));
}

/** Works out the taxes of a group, rounded once, and splits them over what is in it. */
function taxTogether({ bases, rates }: Group, { pricesIncludeTax, rounding }: PricingMarket): void {
  const weights = bases.map(({ amount }) => amount);
  const sum = sumOf(weights);
  const total = sumOfRates(rates);
  const amounts = pricesIncludeTax
    ? allocate(
        mulDiv(sum, total, wholeRate + total, rounding),
        rates.map(({ rate }) => rate),
      )
    : rates.map(({ rate }) => mulDiv(sum, rate, wholeRate, rounding));
  for (const [index, { name, rate }] of rates.entries()) {
    const shares = allocate(amounts[index] ?? 0, weights);
    for (const [at, { taxes }] of bases.entries()) {
      const amount = shares[at] ?? 0;
      taxes.push({ name, rate, amount });
      // However it is split, no price holds more taxes than it comes to.
      if (pricesIncludeTax) weights[at] = (weights[at] ?? 0) - amount;
    }
  }
}
