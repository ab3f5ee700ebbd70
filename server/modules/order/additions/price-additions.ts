import type { ServiceContext } from "../../../core/context.ts";
import { unitAmountNow, unitsByVariant, type VariantFacts } from "../../cart/cart-state.ts";
import { attributesText } from "../../cart/line-attributes.ts";
import { priceTaxed } from "../../cart/price-state.ts";
import type { Units } from "../../inventory/move-stock.ts";
import type { PriceableCart } from "../../pricing/priceable-cart.ts";
import type { PricedCart } from "../../pricing/priced-cart.ts";
import { draftLine } from "../draft-order.ts";
import type { OrderLineRow, OrderRow } from "../present-order.ts";
import { assertAddable } from "./assert-addable.ts";
import { type AdditionFacts, readAdditions } from "./read-additions.ts";

/** Units that an order, or one in its stead, is to have beside what it has. */
export interface Addition {
  variantId: string;
  quantity: number;
  attributes: Record<string, string>;
}

/** What is added as it is written: lines at what they cost today, without promotions and shipping. */
export interface PricedAdditions extends Pick<PricedCart, "totals" | "taxIncluded" | "taxRelief"> {
  lines: OrderLineRow[];
}

/** Where the lines go. */
interface Target {
  orderId: string;
  /** Of the first of them. */
  position: number;
}

/**
 * Prices what is added to an order of that buyer, in its market and currency, where it is taxed. Prices and limits go by
 * all units of a variant, with those that the order keeps.
 * @throws NOT_FOUND, VARIANT_UNAVAILABLE, QUANTITY_LIMIT; BAD_REQUEST for more than any order has
 */
export async function priceAdditions(
  ctx: ServiceContext,
  order: OrderRow,
  additions: readonly Addition[],
  kept: Units,
  target: Target,
): Promise<PricedAdditions> {
  const facts = await readAdditions(ctx, order, [...new Set(additions.map(({ variantId }) => variantId))]);
  const lines = additions.flatMap((addition, index) => {
    const variant = facts.variants.get(addition.variantId);
    return variant ? [{ ...variant, ...addition, id: String(index) }] : [];
  });
  const units = unitsByVariant(lines);
  for (const [variantId, count] of kept) units.set(variantId, count + (units.get(variantId) ?? 0));
  assertAddable(facts.variants.values(), units);
  const now = ctx.clock.now();
  const priced = await priceTaxed(
    ctx,
    priceableAdditions(order, facts, lines, units, now),
    new Map(lines.map(({ variantId, sku }) => [variantId, sku])),
  );
  return { ...priced, lines: draftLines(lines, priced, target) };
}

type AddedLine = VariantFacts & Addition & { id: string };

function priceableAdditions(
  { vatId }: OrderRow,
  { market, place, taxExempt, taxRates }: AdditionFacts,
  lines: readonly AddedLine[],
  units: Units,
  now: Date,
): PriceableCart {
  return {
    market,
    lines: lines.map((line) => ({
      ...line,
      unitAmount: unitAmountNow(line, units.get(line.variantId) ?? line.quantity, now) ?? 0,
    })),
    buyer: { groups: [], hasOrdered: true, taxExempt, vatId },
    promotions: [],
    destination: place,
    shipping: null,
    taxRates,
    now,
  };
}

function draftLines(
  lines: readonly AddedLine[],
  priced: PricedCart,
  { orderId, position }: Target,
): OrderLineRow[] {
  const prices = new Map(priced.lines.map((price) => [price.id, price]));
  return lines.flatMap((line, index) => {
    const price = prices.get(line.id);
    const attributes = attributesText(line.attributes);
    return price ? [draftLine({ ...line, attributes }, price, { orderId, position: position + index })] : [];
  });
}
