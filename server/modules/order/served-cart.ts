import type { CartState } from "../cart/cart-state.ts";
import { freeUnits, type StockLocation, servingLocations } from "../inventory/allocate-stock.ts";

/** A cart as it can be ordered: of each variant there is what can be sent to where the cart goes. */
export interface ServedCart extends CartState {
  /** The locations that send there. */
  serving: readonly StockLocation[];
}

export function servedCart(state: CartState, locations: readonly StockLocation[]): ServedCart {
  const serving = servingLocations(locations, countryOf(state));
  const lines = state.lines.map((line) => ({
    ...line,
    onHand: freeUnits(serving, line.variantId),
    reserved: 0,
  }));
  return { ...state, lines, serving };
}

/** Where its goods go, be it to a counter where they are fetched; null where nothing is sent. */
function countryOf({ cart, lines, shippingOption }: CartState): string | null {
  if (!lines.some(({ requiresShipping }) => requiresShipping)) return null;
  const place = shippingOption?.kind === "pickup" ? shippingOption.pickupAddress : cart.shippingAddress;
  return place?.country ?? null;
}
