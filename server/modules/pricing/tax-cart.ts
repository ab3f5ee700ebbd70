import type { Adjustment, TaxLine } from "../../../db/schema/order.ts";
import { sumOf } from "../../core/exact.ts";
import { sumTaxes } from "../tax/sum-taxes.ts";
import type { ChosenShipping, DiscountedCart, TaxAssessment } from "./discounted-cart.ts";
import type { PricedCart, PricedLine, PricedShipping, Totals } from "./priced-cart.ts";
import { splitItem } from "./split-item.ts";

/** What a line or shipping costs, and why: `subtotal - discount`, and the tax where it is not included. */
type Price = Pick<PricedLine, "subtotal" | "discount" | "adjustments" | "tax" | "taxes" | "total">;

/** The priced cart: what everything costs after its promotions and with its taxes, line by line and in sum. */
export function taxCart(discounted: DiscountedCart, assessment: TaxAssessment): PricedCart {
  const { cart, taxation, promotions, refusedCodes } = discounted;
  const taxIncluded = cart.market.pricesIncludeTax;
  const lines = pricedLines(discounted, assessment);
  const shipping =
    discounted.shipping && pricedShipping(discounted.shipping, assessment.shipping, taxIncluded);
  return {
    lines,
    shipping,
    totals: totalsOf(lines, shipping),
    taxes: sumTaxes([...assessment.items.flat(), ...(shipping?.taxes ?? [])]),
    taxIncluded,
    taxRelief: taxation.relief,
    promotions,
    refusedCodes,
  };
}

/** In the order of the cart's lines. */
function pricedLines({ cart, items }: DiscountedCart, assessment: TaxAssessment): PricedLine[] {
  const { pricesIncludeTax } = cart.market;
  const byId = new Map<string, PricedLine>();
  for (const [index, item] of items.entries()) {
    const { unitAmount } = item;
    const shares = splitItem(item, assessment.items[index] ?? [], pricesIncludeTax);
    for (const { line, adjustments, taxes } of shares) {
      const price = priceOf(line.quantity * unitAmount, adjustments, taxes, pricesIncludeTax);
      byId.set(line.id, { id: line.id, unitAmount, ...price });
    }
  }
  return cart.lines.flatMap(({ id }) => byId.get(id) ?? []);
}

function pricedShipping(
  { optionId, unitAmount, adjustments }: ChosenShipping,
  taxes: readonly TaxLine[],
  taxIncluded: boolean,
): PricedShipping {
  return { optionId, ...priceOf(unitAmount, adjustments, taxes, taxIncluded) };
}

function priceOf(
  subtotal: number,
  adjustments: readonly Adjustment[],
  taxes: readonly TaxLine[],
  taxIncluded: boolean,
): Price {
  const discount = sumOf(adjustments.map(({ amount }) => amount));
  const tax = sumOf(taxes.map(({ amount }) => amount));
  const total = subtotal - discount + (taxIncluded ? 0 : tax);
  return { subtotal, discount, adjustments: [...adjustments], tax, taxes: [...taxes], total };
}

function totalsOf(lines: readonly PricedLine[], shipping: PricedShipping | null): Totals {
  const totals = { subtotal: 0, discount: 0, shipping: 0, tax: 0, total: 0 };
  for (const line of lines) {
    totals.subtotal += line.subtotal;
    totals.discount += line.discount;
    totals.tax += line.tax;
    totals.total += line.total;
  }
  if (shipping) {
    totals.shipping = shipping.subtotal - shipping.discount;
    totals.tax += shipping.tax;
    totals.total += shipping.total;
  }
  return totals;
}
