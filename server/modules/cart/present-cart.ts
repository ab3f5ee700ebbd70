import type { Image } from "../../core/contract.ts";
import type { Money } from "../../core/money.ts";
import { lineTotal, priceCart, type Totals } from "../pricing/price-cart.ts";
import { presentTotals } from "../pricing/schema.ts";
import { amountOf, presentShippingOption } from "../shipping/options.ts";
import { type CartLine, type CartState, unitAmountsNow } from "./cart-state.ts";
import { readAttributes } from "./line-attributes.ts";
import { issuesOf } from "./line-issues.ts";
import type { Cart, CartLineIssue, CartLine as PresentedLine } from "./schema.ts";
import type { CartRecord } from "./statements.ts";

type UnitAmounts = ReturnType<typeof unitAmountsNow>;

/** What a unit costs now; what it last cost when it is no longer sold. */
export function unitAmountOf(amounts: UnitAmounts, { variantId, seenUnitAmount }: CartLine): number {
  return amounts.get(variantId) ?? seenUnitAmount;
}

export function totalsOf(state: CartState): Totals {
  const { cart, lines, shippingOption } = state;
  const amounts = unitAmountsNow(state);
  return priceCart({
    lines: lines.map((line) => ({ unitAmount: unitAmountOf(amounts, line), quantity: line.quantity })),
    shippingAmount: (shippingOption && amountOf(shippingOption, cart.currency)) ?? null,
  });
}

/** The cart as clients get it: priced, and with all that stands in the way of ordering it. */
export function presentCart(state: CartState): Cart {
  const { cart, shippingOption } = state;
  const amounts = unitAmountsNow(state);
  const issues = cart.status === "open" ? issuesOf(state) : new Map<string, CartLineIssue[]>();
  const {
    id,
    version,
    status,
    market,
    currency,
    email,
    shippingAddress,
    billingAddress,
    createdAt,
    updatedAt,
  } = cart;
  return {
    id,
    version,
    status,
    market,
    currency,
    email,
    shippingAddress,
    billingAddress,
    shippingOption: shippingOption && presentShippingOption(shippingOption, currency),
    lines: state.lines.map((line) => presentLine(line, cart, amounts, issues.get(line.id) ?? [])),
    totals: presentTotals(totalsOf(state), currency),
    createdAt,
    updatedAt,
  };
}

function presentLine(
  line: CartLine,
  { currency }: CartRecord,
  amounts: UnitAmounts,
  issues: CartLineIssue[],
): PresentedLine {
  const money = (amount: number): Money => ({ amount, currency });
  const { id, variantId, productSlug, title, variantTitle, sku, quantity } = line;
  const unitAmount = unitAmountOf(amounts, line);
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
    unitPrice: money(unitAmount),
    total: money(lineTotal({ unitAmount, quantity })),
    issues,
  };
}

/** The variant's own picture, else the product's first. */
export function lineImage({ image }: CartLine): Image | null {
  return image === null ? null : JSON.parse(image);
}
