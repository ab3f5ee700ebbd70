import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { CartLine, CartState } from "../../server/modules/cart/cart-state.ts";
import { unitsByVariant } from "../../server/modules/cart/cart-state.ts";
import { maxQuantity } from "../../server/modules/cart/limits.ts";
import { mergeCarts } from "../../server/modules/cart/merge-carts.ts";

const now = new Date("2026-05-01T12:00:00Z");

let count = 0;

function line(parts: Partial<CartLine>): CartLine {
  count += 1;
  return {
    id: `line_${count}`,
    variantId: "tea",
    productId: "tea",
    quantity: 1,
    attributes: "{}",
    seenUnitAmount: 1000,
    createdAt: now,
    sku: null,
    productSlug: "tea",
    title: "Tea",
    variantTitle: "Default",
    published: 1,
    maxPerOrder: null,
    weightGrams: 0,
    requiresShipping: true,
    taxClass: "standard",
    tags: [],
    categoryIds: [],
    amount: 1000,
    offers: [],
    policy: "deny",
    onHand: 100,
    reserved: 0,
    located: null,
    image: null,
    ...parts,
  };
}

function cart(lines: readonly CartLine[]): CartState {
  return {
    cart: {
      id: "cart",
      version: 1,
      customerId: null,
      status: "open",
      market: "default",
      currency: "EUR",
      email: null,
      guestKey: null,
      shippingAddress: null,
      billingAddress: null,
      shippingOptionId: null,
      vatId: null,
      merge: null,
      createdAt: now,
      updatedAt: now,
    },
    market: {
      code: "default",
      name: "Default",
      currency: "EUR",
      locale: "en",
      countries: null,
      pricesIncludeTax: true,
      taxCountry: null,
      taxRounding: "line",
      rounding: "half_up",
      version: 1,
      isDefault: true,
    },
    shippingOption: null,
    buyerId: null,
    buyerGroups: null,
    buyerTaxExempt: null,
    buyerHasOrdered: null,
    lines,
    codes: [],
    promotions: [],
    taxRates: [],
    now,
  };
}

const keyOf = ({ variantId, attributes }: CartLine) => `${variantId} ${attributes}`;

/** Carts of few variants and wishes, so that lines are often equal; as in a cart, no two of one are. */
const someLines = fc
  .uniqueArray(
    fc.record({
      variantId: fc.constantFrom("tea", "cup", "pot"),
      attributes: fc.constantFrom("{}", '{"a":"1"}', '{"a":"2"}'),
      quantity: fc.integer({ min: 1, max: maxQuantity }),
    }),
    { selector: (each) => `${each.variantId} ${each.attributes}` },
  )
  .map((all) => all.filter(({ quantity }, index) => quantity > 0 && index < 3));

const limits = fc.record({
  tea: fc.option(fc.integer({ min: 1, max: 20 })),
  cup: fc.option(fc.integer({ min: 1, max: 12_000 })),
});

describe("merging carts", () => {
  test("loses no line, adds no unit, exceeds no limit that held, and says of each line what it capped", () => {
    fc.assert(
      fc.property(someLines, someLines, limits, (ours, theirs, max) => {
        const withLimit = (each: (typeof ours)[number]) =>
          line({
            ...each,
            maxPerOrder: each.variantId === "pot" ? null : max[each.variantId as "tea" | "cup"],
          });
        const [own, guest] = [cart(ours.map(withLimit)), cart(theirs.map(withLimit))];
        const { after, capped } = mergeCarts(own, guest);

        const wanted = new Map<string, number>();
        for (const each of [...own.lines, ...guest.lines]) {
          wanted.set(keyOf(each), (wanted.get(keyOf(each)) ?? 0) + each.quantity);
        }
        expect(after.lines.map(keyOf).toSorted()).toEqual([...wanted.keys()].toSorted());
        const told = new Map(capped.map((each) => [each.lineId, each]));
        for (const each of after.lines) {
          const all = wanted.get(keyOf(each)) ?? 0;
          const mine = own.lines.find(({ id }) => id === each.id)?.quantity ?? 0;
          expect(each.quantity).toBeGreaterThanOrEqual(Math.max(mine, 1));
          expect(each.quantity).toBeLessThanOrEqual(Math.min(all, maxQuantity));
          const { variantId, quantity } = each;
          const cut = { lineId: each.id, variantId, wanted: all, quantity };
          expect(told.get(each.id)).toEqual(quantity < all ? cut : undefined);
        }
        const [before, units] = [unitsByVariant(own.lines), unitsByVariant(after.lines)];
        for (const { variantId, maxPerOrder } of after.lines) {
          const added = after.lines.filter(
            (each) => each.variantId === variantId && each.quantity === 1,
          ).length;
          const most = Math.max(maxPerOrder ?? Number.POSITIVE_INFINITY, before.get(variantId) ?? 0) + added;
          expect(units.get(variantId) ?? 0).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("keeps telling of a price that the shop changed in either cart, and of none that follows from the merge", () => {
    const offers = [{ amount: 800, minQuantity: 5, startsAt: null, endsAt: null }];
    const seen = (ours: number, theirs: number) =>
      mergeCarts(
        cart([line({ quantity: 3, seenUnitAmount: ours, offers })]),
        cart([line({ quantity: 3, seenUnitAmount: theirs, offers })]),
      ).after.lines.map(({ seenUnitAmount }) => seenUnitAmount);
    expect(seen(1000, 1000)).toEqual([800]);
    expect(seen(900, 1000)).toEqual([900]);
    expect(seen(1000, 900)).toEqual([900]);
  });
});
