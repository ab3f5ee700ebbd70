import { z } from "zod";
import { address, type BenchLine, chooseLines, coupon, email, linesPerCart, subtotal } from "./carts.ts";
import { currency } from "./catalogue.ts";
import type { Exchange } from "./connection.ts";
import { expectSame } from "./expect.ts";
import { seededRandom } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { ShopData } from "./shop-data.ts";
import { ask, mutation, query } from "./wire.ts";

const shoppersInFlight = 8;

/** As many as a busy shop has at the same moment: how long the last of them waits is what counts. */
export const crowd = 64;

const money = z.object({ amount: z.number(), currency: z.string() });
const lines = z.array(
  z.object({ variantId: z.string(), quantity: z.number(), unitPrice: money, total: money }),
);
const totals = z.object({ subtotal: money, shipping: money, total: money });
const cart = z.object({ id: z.string(), lines, totals });
const placed = z.object({
  order: z.object({ status: z.string(), paymentStatus: z.string(), email: z.string(), lines, totals }),
  accessToken: z.string(),
  payment: z.object({ status: z.string(), amount: money }),
});

/** Lines put into carts that are there already, a few into each. */
export function addToCart({ catalogue, emptyCarts }: ShopData): Scenario {
  const random = seededRandom(5);
  const unused = emptyCarts.values();
  return {
    name: "add to cart",
    inFlight: shoppersInFlight,
    newShopper() {
      let cartId = "";
      let added: BenchLine[] = [];
      let wanted: BenchLine[] = [];
      return async (exchange) => {
        if (wanted.length === 0) {
          cartId = unused.next().value ?? "";
          if (cartId === "") throw new Error("the prepared carts ran out");
          added = [];
          wanted = chooseLines(catalogue, random);
        }
        added.push(...wanted.splice(0, 1));
        await addLine(exchange, cartId, added);
      };
    },
  };
}

/** A code that is given to a cart and taken away again. */
export function applyCoupon({ filledCarts, shipping }: ShopData): Scenario {
  const unused = filledCarts.values();
  return {
    name: "apply and remove a code (2 requests)",
    inFlight: shoppersInFlight,
    newShopper() {
      const mine = unused.next().value;
      if (!mine) throw new Error("the prepared carts ran out");
      const { cartId, lines } = mine;
      const { code, amount } = coupon;
      const full = totalsOf(lines, shipping.amount);
      const reduced = { ...full, total: inCurrency(full.total.amount - amount) };
      return async (exchange) => {
        const applied = await ask(exchange, mutation("cart.applyCoupon", { cartId, code }), cart);
        expectSame("the cart", applied, { id: cartId, lines: applied.lines, totals: reduced });
        const removed = await ask(exchange, mutation("cart.removeCoupon", { cartId, code }), cart);
        expectSame("the cart", removed, { id: cartId, lines: linesOf(lines), totals: full });
      };
    },
  };
}

/** A cart as large as one may be, priced anew each time. */
export function largeCart({ largeCart: { cartId, lines }, shipping }: ShopData): Scenario {
  const expected = { id: cartId, lines: linesOf(lines), totals: totalsOf(lines, shipping.amount) };
  return {
    name: `cart of ${lines.length} lines`,
    inFlight: shoppersInFlight,
    newShopper: () => async (exchange) => {
      expectSame("the cart", await ask(exchange, query("cart.get", { cartId }), cart), expected);
    },
  };
}

/** A whole purchase by a guest, from an empty cart to a placed order. */
export function wholeCheckout(
  { catalogue, shipping }: ShopData,
  inFlight: number = shoppersInFlight,
): Scenario {
  const random = seededRandom(6);
  return {
    name: `whole checkout (${5 + linesPerCart} requests), ${inFlight} clients`,
    inFlight,
    newShopper: () => async (exchange) => {
      const send = (procedure: string, input: object) => ask(exchange, mutation(procedure, input), cart);
      const { id: cartId } = await send("cart.create", {});
      const chosen = chooseLines(catalogue, random);
      for (const index of chosen.keys()) await addLine(exchange, cartId, chosen.slice(0, index + 1));
      await send("cart.setEmail", { cartId, email });
      await send("cart.setAddresses", { cartId, shipping: address });
      const full = await send("cart.setShippingOption", { cartId, shippingOptionId: shipping.id });
      const bought = { lines: linesOf(chosen), totals: totalsOf(chosen, shipping.amount) };
      expectSame("the cart", full, { id: cartId, ...bought });

      const place = mutation("order.place", { cartId, provider: "manual" });
      const { order, payment } = await ask(exchange, place, placed);
      expectSame("the order", order, { status: "confirmed", paymentStatus: "pending", email, ...bought });
      expectSame("the payment", payment, { status: "pending", amount: bought.totals.total });
    },
  };
}

/** Adds the last of the lines and expects all of them. */
async function addLine(exchange: Exchange, cartId: string, expected: readonly BenchLine[]): Promise<void> {
  const last = expected.at(-1);
  const request = mutation("cart.addLine", { cartId, variantId: last?.variant.id, quantity: last?.quantity });
  const answer = await ask(exchange, request, cart);
  expectSame("the cart", answer, { id: cartId, lines: linesOf(expected), totals: totalsOf(expected, 0) });
}

function linesOf(expected: readonly BenchLine[]): z.infer<typeof lines> {
  return expected.map(({ variant, quantity }) => ({
    variantId: variant.id,
    quantity,
    unitPrice: inCurrency(variant.amount),
    total: inCurrency(variant.amount * quantity),
  }));
}

function totalsOf(expected: readonly BenchLine[], shipping: number): z.infer<typeof totals> {
  const sum = subtotal(expected);
  return { subtotal: inCurrency(sum), shipping: inCurrency(shipping), total: inCurrency(sum + shipping) };
}

const inCurrency = (amount: number): z.infer<typeof money> => ({ amount, currency });
