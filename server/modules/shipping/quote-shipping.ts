import type { ShippingPrice } from "../../../db/schema/shipping.ts";
import type { Place, PriceableLine, ShippingMethod } from "../pricing/priceable-cart.ts";
import { selects } from "../pricing/selection.ts";
import { liesIn } from "./area.ts";

/** What is to be sent, and where to. */
export interface Consignment {
  currency: string;
  /** Null while that is not known. */
  destination: Place | null;
  goods: readonly Goods[];
}

export interface Goods
  extends Pick<
    PriceableLine,
    "productId" | "categoryIds" | "tags" | "quantity" | "weightGrams" | "requiresShipping"
  > {
  /** What they cost after their promotions. */
  left: number;
}

/** What a way of shipping costs, in minor units; null where it does not take the goods, or nothing needs shipping. */
export function quoteShipping(
  method: ShippingMethod,
  { currency, destination, goods }: Consignment,
): number | null {
  const sent = goods.filter(({ requiresShipping }) => requiresShipping);
  const price = method.prices[currency];
  if (sent.length === 0 || !price || !reaches(method, destination)) return null;
  const { excluded } = method;
  if (excluded && sent.some((each) => selects(excluded, each))) return null;
  return amountFor(price, sent);
}

/** What is picked up may be from anywhere; where it goes is asked once that is known. */
function reaches({ kind, zones }: ShippingMethod, destination: Place | null): boolean {
  if (kind === "pickup" || zones === null || destination === null) return true;
  return zones.some((zone) => zone.country === destination.country && liesIn(destination, zone));
}

function amountFor({ by, steps, freeFrom }: ShippingPrice, sent: readonly Goods[]): number | null {
  const measured = measures[by](sent);
  const step = steps.find(({ upTo }) => upTo === null || measured <= upTo);
  if (!step) return null;
  return freeFrom !== null && measures.subtotal(sent) >= freeFrom ? 0 : step.amount;
}

const measures = {
  flat: () => 0,
  weight: (sent) => sum(sent, ({ weightGrams, quantity }) => weightGrams * quantity),
  subtotal: (sent) => sum(sent, ({ left }) => left),
  quantity: (sent) => sum(sent, ({ quantity }) => quantity),
} satisfies Record<ShippingPrice["by"], (sent: readonly Goods[]) => number>;

function sum(sent: readonly Goods[], of: (each: Goods) => number): number {
  return sent.reduce((total, each) => total + of(each), 0);
}
