import type { Image } from "../../core/contract.ts";
import type { Money } from "../../core/money.ts";
import { availableUnits } from "../inventory/available.ts";
import type { Totals } from "../pricing/priced-cart.ts";
import { presentTotals } from "../pricing/schema.ts";
import { amountOf, presentShippingOption } from "../shipping/options.ts";
import type { Cart, CartLine, CartLineIssue } from "./schema.ts";
import type { CartLineRow, CartRow, CartState } from "./statements.ts";

/** What a unit costs now; what it last cost when it is no longer sold. */
export function unitAmountOf({ unitAmount, seenUnitAmount }: CartLineRow): number {
  return unitAmount ?? seenUnitAmount;
}

export function totalsOf({ cart, lines, shippingOption }: CartState): Totals {
  const subtotal = lines.reduce((sum, line) => sum + lineTotal(line), 0);
  const shipping = (shippingOption && amountOf(shippingOption, cart.currency)) ?? 0;
  return { subtotal, discount: 0, shipping, tax: 0, total: subtotal + shipping };
}

export function lineTotal(line: CartLineRow): number {
  return unitAmountOf(line) * line.quantity;
}

/** The cart as clients get it: priced, and with all that stands in the way of ordering it. */
export function presentCart(state: CartState): Cart {
  const { cart, shippingOption } = state;
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
    lines: state.lines.map((line) => presentLine(line, cart)),
    totals: presentTotals(totalsOf(state), currency),
    createdAt,
    updatedAt,
  };
}

function presentLine(row: CartLineRow, { currency, status }: CartRow["cart"]): CartLine {
  const money = (amount: number): Money => ({ amount, currency });
  const { id, variantId, productSlug, title, variantTitle, sku, quantity } = row;
  const unitAmount = unitAmountOf(row);
  return {
    id,
    variantId,
    productSlug,
    title,
    variantTitle,
    sku,
    image: lineImage(row),
    quantity,
    unitPrice: money(unitAmount),
    total: money(lineTotal(row)),
    issues: status === "open" ? lineIssues(row, currency) : [],
  };
}

/** The variant's own picture, else the product's first. */
export function lineImage({ image }: CartLineRow): Image | null {
  return image === null ? null : JSON.parse(image);
}

/** What has changed under a line since it was added, the gravest first. */
export function lineIssues(row: CartLineRow, currency: string): CartLineIssue[] {
  if (!row.published || row.unitAmount === null) return [{ code: "VARIANT_UNAVAILABLE" }];
  const issues: CartLineIssue[] = [];
  const available = availableUnits(row);
  if (available < row.quantity) issues.push({ code: "OUT_OF_STOCK", available });
  if (row.unitAmount !== row.seenUnitAmount) {
    issues.push({ code: "PRICE_CHANGED", seenUnitPrice: { amount: row.seenUnitAmount, currency } });
  }
  return issues;
}
