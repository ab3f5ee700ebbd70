import { expect, test } from "bun:test";
import fc from "fast-check";
import { AppError } from "../../server/core/errors.ts";
import { packParcels } from "../../server/modules/order/pack-parcels.ts";
import type { OrderLineRow } from "../../server/modules/order/present-order.ts";

// Sound: of a line it reads nothing else.
const line = (id: string, variantId: string, quantity: number) =>
  ({ id, variantId, quantity, fulfilledQuantity: 0, canceledQuantity: 0 }) as OrderLineRow;
const held = (variantId: string, locationId: string, quantity: number) => ({
  variantId,
  locationId,
  quantity,
});

test("each location sends what is held there", () => {
  const [tea, mug] = [line("l1", "tea", 3), line("l2", "mug", 1)];
  const holdings = [held("tea", "a", 2), held("tea", "b", 1), held("mug", "b", 1)];
  const units = [
    { line: tea, count: 3 },
    { line: mug, count: 1 },
  ];
  expect(packParcels([tea, mug], units, holdings)).toEqual([
    { locationId: "a", units: [{ line: tea, count: 2 }], sold: [held("tea", "a", 2)] },
    {
      locationId: "b",
      units: [
        { line: tea, count: 1 },
        { line: mug, count: 1 },
      ],
      sold: [held("tea", "b", 1), held("mug", "b", 1)],
    },
  ]);
});

test("what is not counted goes with the rest, or alone from nowhere", () => {
  const [tea, ebook] = [line("l1", "tea", 1), line("l2", "ebook", 2)];
  const units = [
    { line: ebook, count: 2 },
    { line: tea, count: 1 },
  ];
  expect(packParcels([tea, ebook], units, [held("tea", "a", 1)])).toMatchObject([
    { locationId: "a", sold: [held("tea", "a", 1)] },
  ]);
  expect(packParcels([tea, ebook], units.slice(0, 1), [])).toMatchObject([{ locationId: null, sold: [] }]);
});

test("one location sends no more than is held there", () => {
  const tea = line("l1", "tea", 3);
  const holdings = [held("tea", "a", 2), held("tea", "b", 1)];
  expect(packParcels([tea], [{ line: tea, count: 1 }], holdings, "b")).toMatchObject([{ locationId: "b" }]);
  expect(() => packParcels([tea], [{ line: tea, count: 2 }], holdings, "b")).toThrow(
    new AppError("UNITS_UNAVAILABLE", { lineId: "l1", available: 1 }),
  );
});

test("whatever is held wherever, all that is wanted is packed once, and no more is sold than is held", () => {
  const variant = fc.constantFrom("tea", "mug");
  const holdings = fc.uniqueArray(
    fc.record({
      variantId: variant,
      locationId: fc.constantFrom("a", "b", "c"),
      quantity: fc.integer({ min: 1, max: 5 }),
    }),
    { selector: ({ variantId, locationId }) => `${variantId} ${locationId}` },
  );
  const quantities = fc.array(fc.tuple(variant, fc.integer({ min: 1, max: 6 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(quantities, holdings, (wanted, given) => {
      const lines = wanted.map(([variantId, quantity], place) => line(`l${place}`, variantId, quantity));
      const units = lines.map((each) => ({ line: each, count: each.quantity }));
      const parcels = packParcels(lines, units, given);
      for (const { line: each, count } of units) {
        const packed = parcels.flatMap((parcel) => parcel.units.filter((unit) => unit.line === each));
        expect(packed.reduce((sum, unit) => sum + unit.count, 0)).toBe(count);
      }
      for (const { variantId, locationId, quantity } of given) {
        const sold = parcels
          .flatMap((parcel) => parcel.sold)
          .filter((each) => each.variantId === variantId && each.locationId === locationId);
        expect(sold.reduce((sum, each) => sum + each.quantity, 0)).toBeLessThanOrEqual(quantity);
      }
    }),
  );
});
