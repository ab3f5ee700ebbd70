import { describe, expect, test } from "bun:test";
import type { TaxLine } from "../../db/schema/order.ts";
import { currencyExponent } from "../../server/core/money.ts";
import { creditOf } from "../../server/modules/order/credit-order.ts";
import { unrefunded } from "../../server/modules/order/units.ts";
import { priceCart } from "../../server/modules/pricing/price-cart.ts";
import type { PricedCart } from "../../server/modules/pricing/priced-cart.ts";
import { minorUnits, written } from "../golden/amounts.ts";
import { cartOf } from "../golden/cart-of.ts";
import { currencies } from "../golden/currencies.ts";
import { differences } from "../golden/differences.ts";
import { discounts } from "../golden/discounts.ts";
import type { Expected, Golden } from "../golden/golden.ts";
import { offers } from "../golden/offers.ts";
import { type Refund, refunds } from "../golden/refunds.ts";
import { relief } from "../golden/relief.ts";
import { rounding } from "../golden/rounding.ts";
import { shipping } from "../golden/shipping.ts";
import { stacking } from "../golden/stacking.ts";
import { taxOnTop } from "../golden/tax-added.ts";
import { vatIncluded } from "../golden/vat-included.ts";
import { countUnits, orderLine } from "../helpers/order-rows.ts";

const themes: Record<string, readonly Golden[]> = {
  "prices with tax": vatIncluded,
  "prices without tax": taxOnTop,
  discounts,
  offers,
  "offers together": stacking,
  shipping,
  rounding,
  currencies,
  relief,
};

const titleOf = ({ shows, by, ours }: Golden | Refund) => `${by}: ${shows}${ours ? ` (${ours} ours)` : ""}`;

/** `VAT 19%`, as the tables write it. */
const rateName = ({ name, rate }: TaxLine) => `${name} ${written(rate, 4).replace(/\.?0+$/, "")}%`;

/** What was priced, written as the table writes it, as far as the table says anything. */
function told(priced: PricedCart, { market, gives }: Golden): Expected {
  const text = (amount: number) => written(amount, currencyExponent(market.currency));
  const byName = Object.fromEntries(
    priced.taxes.filter(({ amount }) => amount > 0).map((each) => [rateName(each), text(each.amount)]),
  );
  return {
    discount: text(priced.totals.discount),
    shipping: text(priced.totals.shipping),
    taxes: typeof gives.taxes === "string" ? text(priced.totals.tax) : byName,
    total: text(priced.totals.total),
    ...(priced.taxRelief && { relief: priced.taxRelief }),
    ...(gives.lines && {
      lines: {
        ...(gives.lines.discount && { discount: priced.lines.map(({ discount }) => text(discount)) }),
        ...(gives.lines.tax && { tax: priced.lines.map(({ tax }) => text(tax)) }),
      },
    }),
  };
}

function expectPublished(golden: Golden): void {
  const nothing = written(0, currencyExponent(golden.market.currency));
  const priced = priceCart(cartOf(golden));
  expect(told(priced, golden)).toEqual({ discount: nothing, shipping: nothing, taxes: {}, ...golden.gives });
}

for (const [theme, goldens] of Object.entries(themes)) {
  describe(theme, () => {
    for (const golden of goldens) test(titleOf(golden), () => expectPublished(golden));
  });
}

describe("refunds", () => {
  for (const refund of refunds) {
    test(titleOf(refund), () => {
      const amount = minorUnits(refund.amount, 2);
      const line = orderLine({ quantity: refund.quantity, totalAmount: amount });
      for (const [count, share, what] of refund.parts) {
        const units = { line, count };
        expect(written(creditOf([what === "stay" ? units : unrefunded(units)]), 2)).toBe(share);
        countUnits(line, count, what === "stay" ? "refunded" : "returned");
      }
    });
  }
});

describe("where we decide otherwise", () => {
  for (const golden of differences) {
    test(`${titleOf(golden)}: ${golden.because}`, () => {
      expectPublished(golden);
      expect(golden.gives).not.toMatchObject(golden.theirs);
    });
  }
});

test("at least sixty examples are cited, each shows something of its own", () => {
  const all = [...Object.values(themes).flat(), ...refunds];
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(all.filter(({ url }) => !/^https?:\/\/\S+$/.test(url))).toEqual([]);
  expect(new Set(all.map(titleOf)).size).toBe(all.length);
});
