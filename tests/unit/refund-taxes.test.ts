import { expect, test } from "bun:test";
import fc from "fast-check";
import type { TaxLine } from "../../db/schema/order.ts";
import { refundTaxes, splitTaxes } from "../../server/modules/order/refund-taxes.ts";

type Sold = Parameters<typeof refundTaxes>[0];

const food = { name: "VAT", rate: 70_000 };
const goods = { name: "VAT", rate: 190_000 };

/** As much of an order as decides on the taxes of what is given back of it. */
function sold(
  totalAmount: number,
  taxes: TaxLine[],
  captured = totalAmount,
  refunds: TaxedRefund[] = [],
): Sold {
  // Sound: nothing else of it is read.
  return {
    order: { totalAmount, shippingTaxes: [] },
    lines: [{ taxes }],
    payments: [{ id: "pay_1", capturedAmount: captured, holdReason: null }],
    refunds: refunds.map((refund) => ({ status: "succeeded", paymentId: "pay_1", ...refund })),
  } as unknown as Sold;
}

interface TaxedRefund {
  amount: number;
  taxes: TaxLine[];
  status?: string;
}

test("an amount has its share of every tax", () => {
  const order = sold(10_000, [
    { ...food, amount: 200 },
    { ...goods, amount: 1_000 },
  ]);
  expect(refundTaxes(order, 5_000)).toEqual([
    { ...food, amount: 100 },
    { ...goods, amount: 500 },
  ]);
});

test("what is given back for certain units has the taxes of these", () => {
  const order = sold(10_000, [
    { ...food, amount: 200 },
    { ...goods, amount: 1_000 },
  ]);
  const cost = { amount: 3_000, taxes: [{ ...food, amount: 196 }] };
  expect(refundTaxes(order, 3_000, cost)).toEqual(cost.taxes);
  expect(refundTaxes(order, 1_500, cost)).toHaveLength(2); // a part of it is of nothing in particular
});

test("what came beyond the total goes back without tax, and what failed did not go back", () => {
  const taxes = [{ ...goods, amount: 160 }];
  expect(refundTaxes(sold(1_000, taxes, 2_000), 1_000)).toEqual([]);
  expect(refundTaxes(sold(1_000, taxes, 2_000, [{ amount: 1_000, taxes: [] }]), 1_000)).toEqual(taxes);
  expect(refundTaxes(sold(1_000, taxes, 1_000, [{ amount: 1_000, taxes, status: "failed" }]), 1_000)).toEqual(
    taxes,
  );
});

test("all refunds of an order sum to its taxes, whatever their amounts", () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 12 });
  const taxed = fc.tuple(fc.nat(1_000), fc.nat(1_000));
  fc.assert(
    fc.property(amounts, taxed, (parts, [ofFood, ofGoods]) => {
      const taxes = [
        { ...food, amount: ofFood },
        { ...goods, amount: ofGoods },
      ];
      const total = parts.reduce((sum, amount) => sum + amount, 2_000);
      const refunds: TaxedRefund[] = [];
      for (const amount of [...parts, 2_000]) {
        const order = sold(total, taxes, total, refunds);
        refunds.push({ amount, taxes: refundTaxes(order, amount) });
      }
      const given = (rate: number) =>
        refunds
          .flatMap((refund) => refund.taxes)
          .filter((tax) => tax.rate === rate)
          .reduce((sum, { amount }) => sum + amount, 0);
      expect([given(food.rate), given(goods.rate)]).toEqual([ofFood, ofGoods]);
    }),
  );
});

test("the parts of a refund that several payments give sum to its taxes", () => {
  const taxes = [{ ...goods, amount: 101 }];
  const parts = splitTaxes(taxes, [300, 700]);
  expect(parts).toEqual([[{ ...goods, amount: 30 }], [{ ...goods, amount: 71 }]]);
});
