import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { sumOf } from "../../server/core/exact.ts";
import { creditOf } from "../../server/modules/order/credit-order.ts";
import { keptLines } from "../../server/modules/order/invoice/kept-lines.ts";
import { invoiceNumber, seriesOf } from "../../server/modules/order/invoice/number.ts";
import { groupByTax, taxesName } from "../../server/modules/order/invoice/tax-groups.ts";
import type { OrderLineRow, OrderState } from "../../server/modules/order/present-order.ts";

const anyTaxes = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("VAT", "City"),
    rate: fc.constantFrom(190_000, 70_000, 55_000, 1),
    amount: fc.nat(5_000),
  }),
  { selector: ({ name }) => name, maxLength: 2 },
);

/** A line of which some units were canceled or came back. */
const anyLine = fc
  .record({
    quantity: fc.integer({ min: 1, max: 20 }),
    unitAmount: fc.nat(100_000),
    taxes: anyTaxes,
    off: fc.nat(9),
  })
  .chain(({ quantity, unitAmount, taxes, off }) =>
    fc
      .record({ canceledQuantity: fc.nat(quantity), taxIncluded: fc.boolean() })
      .chain(({ canceledQuantity, taxIncluded }) =>
        fc.nat(quantity - canceledQuantity).map((returnedQuantity) => {
          const subtotalAmount = unitAmount * quantity;
          const taxAmount = sumOf(taxes.map(({ amount }) => amount));
          const discountAmount = Math.min(off, subtotalAmount);
          const totalAmount = subtotalAmount - discountAmount + (taxIncluded ? 0 : taxAmount);
          // As much of an order's line as is read.
          const line = {
            quantity,
            unitAmount,
            taxes,
            taxAmount,
            totalAmount,
            canceledQuantity,
            returnedQuantity,
            refundedQuantity: 0,
          };
          return {
            ...line,
            productTitle: "Tea",
            variantTitle: "Default",
            sku: null,
          } as unknown as OrderLineRow;
        }),
      ),
  );

const stateOf = (lines: OrderLineRow[]) =>
  ({ order: { shippingName: null, taxIncluded: true }, lines }) as unknown as OrderState;

describe("what an invoice is for", () => {
  test("comes, with what was let off for the other units, to what the lines cost", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), (lines) => {
        const untouched = lines.map((line) => ({ ...line, canceledQuantity: 0, returnedQuantity: 0 }));
        const gone = untouched.map((line, index) => {
          const { canceledQuantity = 0, returnedQuantity = 0 } = lines[index] ?? {};
          return { line, count: canceledQuantity + returnedQuantity };
        });
        const kept = sumOf(keptLines(stateOf(lines)).map(({ total }) => total));
        expect(kept + creditOf(gone)).toBe(sumOf(lines.map(({ totalAmount }) => totalAmount)));
      }),
    );
  });

  test("is the net and the tax of its groups, to the last unit", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), (lines) => {
        const kept = keptLines(stateOf(lines));
        const groups = groupByTax(kept);
        expect(sumOf(groups.map(({ tax }) => tax))).toBe(sumOf(kept.map(({ tax }) => tax)));
        expect(groups.reduce((sum, { net, tax }) => sum + net + tax, 0)).toBe(
          sumOf(kept.map(({ total }) => total)),
        );
        expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
      }),
    );
  });
});

test("rates are percentages, digit by digit", () => {
  const rates = [190_000, 55_000, 99_750, 1, 0, 1_000_000];
  expect(rates.map((rate) => taxesName([{ name: "T", rate, amount: 1 }]))).toEqual([
    "T 19 %",
    "T 5.5 %",
    "T 9.975 %",
    "T 0.0001 %",
    "T 0 %",
    "T 100 %",
  ]);
  expect(taxesName([])).toBe("No tax");
});

test("each year, by UTC, has a series of its own", () => {
  expect(seriesOf(new Date("2026-12-31T23:59:59.999Z"))).toBe("2026");
  expect(seriesOf(new Date("2027-01-01T00:00:00Z"))).toBe("2027");
  expect(invoiceNumber({ series: "2027", number: 42 })).toBe("2027-000042");
  expect(invoiceNumber({ series: "2027", number: 1_234_567 })).toBe("2027-1234567");
});
