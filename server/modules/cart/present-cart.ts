import type { Image } from "../../core/contract.ts";
import { type Presenter, presenterOf } from "../pricing/present-price.ts";
import type { PricedLine } from "../pricing/priced-cart.ts";
import { presentOption } from "../shipping/present-option.ts";
import type { CartLine, CartState } from "./cart-state.ts";
import { readAttributes } from "./line-attributes.ts";
import { issuesOf } from "./line-issues.ts";
import type { Pricing } from "./price-state.ts";
import type { Cart, CartLineIssue, CartLine as PresentedLine } from "./schema.ts";

/** The cart as clients get it: priced, and with all that stands in the way of ordering it. */
export function presentCart(state: CartState, pricing: Pricing): Cart {
  const { cart, lines } = state;
  const { merge, guestKey, customerId, shippingOptionId, ...shown } = cart;
  const present = presenterOf(cart.currency);
  const issues = cart.status === "open" ? issuesOf(state) : new Map<string, CartLineIssue[]>();
  const priced = new Map(pricing.lines.map((line) => [line.id, line]));
  return {
    ...shown,
    requiresShipping: lines.some(({ requiresShipping }) => requiresShipping),
    ...presentShipping(state, pricing, present),
    lines: lines.flatMap((line) => {
      const price = priced.get(line.id);
      return price ? [presentLine(line, price, issues.get(line.id) ?? [], present)] : [];
    }),
    coupons: presentCoupons(state, pricing),
    promotions: present.adjustments(pricing.promotions),
    taxes: present.taxes(pricing.taxes),
    taxIncluded: pricing.taxIncluded,
    taxRelief: pricing.taxRelief,
    taxEstimated: pricing.taxEstimated,
    totals: present.totals(pricing.totals),
  };
}

function presentShipping(
  { shippingOption }: CartState,
  { shipping }: Pricing,
  present: Presenter,
): Pick<Cart, "shippingOption" | "shipping"> {
  if (!shippingOption) return { shippingOption: null, shipping: null };
  if (!shipping) return { shippingOption: presentOption(shippingOption, null), shipping: null };
  const option = presentOption(shippingOption, present.money(shipping.subtotal));
  return { shippingOption: option, shipping: { option, ...present.price(shipping) } };
}

function presentCoupons({ codes }: CartState, { refusedCodes }: Pricing): Cart["coupons"] {
  const reasons = new Map(refusedCodes.map(({ code, reason }) => [code, reason]));
  return codes.map((code) => {
    const reason = reasons.get(code) ?? null;
    return { code, applied: reason === null, reason };
  });
}

function presentLine(
  line: CartLine,
  price: PricedLine,
  issues: CartLineIssue[],
  present: Presenter,
): PresentedLine {
  const { id, variantId, productSlug, title, variantTitle, sku, quantity } = line;
  return {
    id,
    variantId,
    productSlug,
    title,
    variantTitle,
    sku,
    image: lineImage(line),
    quantity,
    attributes: readAttributes(line.attributes),
    unitPrice: present.money(price.unitAmount),
    ...present.price(price),
    issues,
  };
}

/** The variant's own picture, else the product's first. */
export function lineImage({ image }: Pick<CartLine, "image">): Image | null {
  return image === null ? null : JSON.parse(image);
}
