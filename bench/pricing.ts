import { priceCart } from "../server/modules/pricing/price-cart.ts";
import { expectSame } from "./expect.ts";
import { largeCart, size } from "./large-cart.ts";
import { median } from "./statistics.ts";

export const largeCartName = `a cart of ${size.lines} lines with ${size.promotions} promotions`;

/** How many milliseconds it takes to price it: the median of so many times, after as many to warm up. */
export function measurePricing(times: number): number {
  const cart = largeCart();
  const taken: number[] = [];
  for (let time = 0; time < 2 * times; time++) {
    const started = Bun.nanoseconds();
    const { lines, totals, promotions } = priceCart(cart);
    taken.push((Bun.nanoseconds() - started) / 1e6);
    expectSame("the promotions that hold", promotions.length, size.promotions);
    expectSame(
      "the total",
      lines.reduce((sum, { total }) => sum + total, totals.shipping),
      totals.total,
    );
  }
  return median(taken.slice(times));
}
