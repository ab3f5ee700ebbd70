import type { Place, PriceableCart } from "../pricing/priceable-cart.ts";

/** Where a cart is taxed: where it is fetched, sent or billed, else in the market's own country; null is nowhere. */
export function taxPlace({
  shipping,
  destination,
  market,
}: {
  shipping: Pick<NonNullable<PriceableCart["shipping"]>, "pickupPlace"> | null;
  destination: Place | null;
  market: Pick<PriceableCart["market"], "taxCountry">;
}): Place | null {
  const known = shipping?.pickupPlace ?? destination;
  if (known || market.taxCountry === null) return known;
  return { country: market.taxCountry, postalCode: "" };
}
