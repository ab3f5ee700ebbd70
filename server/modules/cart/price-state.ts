import { isTransaction } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { TaxRequest } from "../../core/ports.ts";
import { discountCart } from "../pricing/discount-cart.ts";
import type { DiscountedCart, TaxAssessment } from "../pricing/discounted-cart.ts";
import type { PriceableCart } from "../pricing/priceable-cart.ts";
import type { PricedCart } from "../pricing/priced-cart.ts";
import { taxCart } from "../pricing/tax-cart.ts";
import { assessTax } from "../tax/assess-tax.ts";
import type { CartState } from "./cart-state.ts";
import { priceableCart } from "./priceable.ts";

/** What a cart costs. */
export interface Pricing extends PricedCart {
  /** Whether its taxes go by the shop's own rates though somebody else was to say them. */
  taxEstimated: boolean;
}

/** The SKUs of what is bought, by variant: what a calculator of taxes knows it by. */
type Skus = ReadonlyMap<string, string | null>;

/** What a cart costs. */
export function priceState(ctx: ServiceContext, state: CartState): Promise<Pricing> {
  return priceTaxed(
    ctx,
    priceableCart(state),
    new Map(state.lines.map(({ variantId, sku }) => [variantId, sku])),
  );
}

/** What it costs by itself or, where a calculator of taxes is set up, with its answer. */
export async function priceTaxed(ctx: ServiceContext, cart: PriceableCart, skus: Skus): Promise<Pricing> {
  const discounted = discountCart(cart);
  const asked = await askForTaxes(ctx, discounted, skus);
  const taxEstimated = asked === undefined && isAsked(ctx, discounted);
  return { ...taxCart(discounted, asked ?? assessTax(discounted)), taxEstimated };
}

/** Of who is relieved of taxes, and of an empty cart, nobody is asked. */
function isAsked({ taxCalculator }: ServiceContext, { items, taxation }: DiscountedCart): boolean {
  return taxCalculator !== undefined && items.length > 0 && taxation.relief === null;
}

/** Undefined where nobody is to be asked, or has an answer; and in a transaction, which waits for no network. */
async function askForTaxes(
  ctx: ServiceContext,
  discounted: DiscountedCart,
  skus: Skus,
): Promise<TaxAssessment | undefined> {
  if (!isAsked(ctx, discounted) || isTransaction(ctx.db)) return undefined;
  const { market, destination, shipping } = discounted.cart;
  const place = shipping?.pickupPlace ?? destination;
  if (!place) return undefined;
  const { country, region, postalCode } = place;
  const answer = await ctx.taxCalculator?.assess({
    currency: market.currency,
    pricesIncludeTax: market.pricesIncludeTax,
    destination: { country, region, postalCode },
    items: requestedItems(discounted, skus),
    shippingAmount: discounted.shipping?.left ?? 0,
  });
  return (
    answer && {
      items: discounted.items.map((_, index) => answer.items.get(itemId(index)) ?? []),
      shipping: answer.shipping,
    }
  );
}

function requestedItems({ items }: DiscountedCart, skus: Skus): TaxRequest["items"] {
  return items.map(({ variantId, taxClass, quantity, left: amount }, index) => ({
    id: itemId(index),
    sku: skus.get(variantId) ?? null,
    taxClass,
    quantity,
    amount,
  }));
}

const itemId = (index: number): string => String(index + 1);
