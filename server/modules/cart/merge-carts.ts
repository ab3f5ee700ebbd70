import type { Merge } from "../../../db/schema/cart.ts";
import { type CartLine, type CartState, unitsByVariant } from "./cart-state.ts";
import { isSameLine } from "./change-lines.ts";
import { assertUnits, badRequest, maxCodes, maxLines, maxQuantity } from "./limits.ts";
import { outdatedPrices, seenNow } from "./seen-prices.ts";

/** A customer's cart with what a guest's has, its lines that could not take all of that, and the codes beyond its ten. */
export interface Merged extends Pick<Merge, "capped" | "droppedCodes"> {
  after: CartState;
}

/**
 * Puts what is in a guest's cart into the customer's own. Equal lines add up as far as the limits of a line and of its
 * variant go; none is lost, so that each has one unit at least. Stock is no limit: too little of it shows on the line, as
 * ever. E-mail, addresses, shipping option and VAT id come along where the own cart has none, codes while it takes more.
 * @throws BAD_REQUEST where both together have more lines or units than a cart holds
 */
export function mergeCarts(own: CartState, guest: CartState): Merged {
  const beside = guest.lines.filter((line) => !own.lines.some((each) => isSameLine(each, line)));
  const parts: Part[] = [
    ...own.lines.map((line) => partOf(line, line.quantity, guest)),
    ...beside.map((line) => partOf(line, 0, guest)),
  ];
  if (parts.length > maxLines) {
    throw badRequest("cartId", `A cart holds at most ${maxLines} lines: together they have more`);
  }
  const { lines, capped } = capParts(parts, unitsByVariant(own.lines));
  assertUnits(lines, "cartId");
  const outdated = new Map([...outdatedOf(parts, guest), ...outdatedPrices(own)]);
  const after = { ...withRest(own, guest), lines: seenNow(lines, own.now, outdated) };
  const droppedCodes = guest.codes.filter((code) => !after.codes.includes(code));
  return { after, capped, droppedCodes };
}

/** A line of both carts together: what the own one has of it, and what the guest's brings. */
interface Part {
  line: CartLine;
  own: number;
  brought: number;
  guestLineId: string | undefined;
}

function partOf(line: CartLine, own: number, guest: CartState): Part {
  const other = guest.lines.find((each) => isSameLine(each, line));
  return { line, own, brought: other?.quantity ?? 0, guestLineId: other?.id };
}

/** Gives what is brought to the lines in their order, while there is room for it. */
function capParts(
  parts: readonly Part[],
  units: Map<string, number>,
): { lines: CartLine[]; capped: Merge["capped"] } {
  const capped: Merge["capped"] = [];
  const lines = parts.map(({ line, own, brought }) => {
    const { id: lineId, variantId, maxPerOrder } = line;
    const taken = units.get(variantId) ?? 0;
    const room = Math.min(maxQuantity - own, (maxPerOrder ?? maxQuantity) - taken);
    const wanted = own + brought;
    const quantity = Math.max(own + Math.min(brought, Math.max(room, 0)), 1);
    units.set(variantId, taken + quantity - own);
    if (quantity < wanted) capped.push({ lineId, variantId, wanted, quantity });
    return { ...line, quantity };
  });
  return { lines, capped };
}

/** Prices that were last seen in the guest's cart and are others by now, by the line that they are on together. */
function outdatedOf(parts: readonly Part[], guest: CartState): [lineId: string, seen: number][] {
  const outdated = outdatedPrices(guest);
  return parts.flatMap(({ line, guestLineId }) => {
    const seen = outdated.get(guestLineId ?? "");
    return seen === undefined ? [] : [[line.id, seen] as const];
  });
}

function withRest(own: CartState, guest: CartState): CartState {
  const { cart } = own;
  const hasAddress = cart.shippingAddress !== null || cart.billingAddress !== null;
  const { shippingAddress, billingAddress } = hasAddress ? cart : guest.cart;
  const codes = [...new Set([...own.codes, ...guest.codes])].slice(0, maxCodes);
  const broughtCodes = codes.filter((code) => !own.codes.includes(code));
  const countries = new Set(own.taxRates.map(({ country }) => country));
  const takesOption = cart.shippingOptionId === null;
  return {
    ...own,
    cart: {
      ...cart,
      email: cart.email ?? guest.cart.email,
      vatId: cart.vatId ?? guest.cart.vatId,
      shippingOptionId: cart.shippingOptionId ?? guest.cart.shippingOptionId,
      shippingAddress,
      billingAddress,
    },
    shippingOption: takesOption ? guest.shippingOption : own.shippingOption,
    codes,
    promotions: [
      ...own.promotions,
      ...guest.promotions.filter(({ code }) => code && broughtCodes.includes(code)),
    ],
    taxRates: [...own.taxRates, ...guest.taxRates.filter(({ country }) => !countries.has(country))],
  };
}
