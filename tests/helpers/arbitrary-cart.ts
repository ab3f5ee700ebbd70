import fc from "fast-check";
import type { LineSelection, PromotionEffect } from "../../db/schema/promotion-rule.ts";
import type {
  PriceableCart,
  PriceableLine,
  PriceablePromotion,
  PricingMarket,
  ShippingMethod,
  TaxRate,
} from "../../server/modules/pricing/priceable-cart.ts";
import { line, priceable, promotion, shippingAt, taxRate } from "./priceable.ts";

const currencies = ["EUR", "JPY", "KWD"] as const;
const products = ["a", "b", "c", "d"] as const;
const taxClasses = ["standard", "reduced", "zero"] as const;
const basisPoints = fc.nat(10_000);
/** Small ones, where rounding tells, and some that are free. */
const price = fc.oneof({ arbitrary: fc.nat(30), weight: 1 }, { arbitrary: fc.nat(20_000), weight: 3 });

/** Amounts in all currencies but, now and then, one. */
const amounts = price.map((amount) =>
  amount === 7 ? { EUR: amount } : Object.fromEntries(currencies.map((currency) => [currency, amount])),
);

const selection: fc.Arbitrary<LineSelection> = fc.record({
  productIds: fc.subarray([...products]),
  categoryIds: fc.subarray(["odd", "even"]),
  tags: fc.constant([]),
});

const target = fc.constantFrom("lines", "order", "shipping");

/** Effects that no other item makes greater than it is dear itself: none has a threshold that it could reach. */
export const steadyEffect: fc.Arbitrary<Extract<PromotionEffect, { target: unknown }>> = fc.oneof(
  fc.record({ type: fc.constant("percentage"), target, basisPoints }),
  fc.record({ type: fc.constant("fixed_amount"), target, amounts }),
  fc.record({ type: fc.constant("fixed_price"), target: fc.constantFrom("lines", "shipping"), amounts }),
);

const count = fc.integer({ min: 1, max: 4 });
const effect: fc.Arbitrary<PromotionEffect> = fc.oneof(
  steadyEffect,
  steadyEffect,
  steadyEffect,
  fc.record({
    type: fc.constant("buy_x_get_y"),
    buy: fc.record({ lines: fc.option(selection), quantity: count }),
    get: fc.record({ lines: fc.option(selection), quantity: count, basisPoints }),
    times: fc.option(count),
  }),
  fc.record({ type: fc.constant("cheapest_free"), every: fc.constant(4), free: count }),
  fc.record({
    type: fc.constant("quantity_tiers"),
    tiers: fc.array(fc.record({ quantity: fc.nat(12), basisPoints }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant("spend_tiers"),
    tiers: fc.array(fc.record({ amounts, basisPoints }), { minLength: 1, maxLength: 3 }),
  }),
);

export function promotionsWith(effects: fc.Arbitrary<PromotionEffect>): fc.Arbitrary<PriceablePromotion[]> {
  const one = fc.record({
    effect: effects,
    priority: fc.nat(2),
    exclusive: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    lines: fc.option(selection),
    cap: fc.option(amounts),
    code: fc.option(fc.constant("CODE")),
    minQuantity: fc.option(fc.nat(5)),
  });
  return fc
    .array(one, { maxLength: 5 })
    .map((all) =>
      all.map(({ minQuantity, ...parts }, index) =>
        promotion(`promotion ${index}`, parts.effect, { ...parts, conditions: { minQuantity } }),
      ),
    );
}

/** A variant costs the same on every line. */
export const cartLines: fc.Arbitrary<PriceableLine[]> = fc
  .record({
    prices: fc.tuple(price, price, price, price),
    chosen: fc.array(fc.record({ variant: fc.nat(3), quantity: fc.integer({ min: 1, max: 6 }) }), {
      maxLength: 6,
    }),
    digital: fc.nat(7),
  })
  .map(({ prices, chosen, digital }) =>
    chosen.map(({ variant, quantity }, index) =>
      line(`line ${index}`, prices[variant] ?? 0, {
        variantId: `variant ${variant}`,
        productId: products[variant] ?? "",
        categoryIds: [variant % 2 === 0 ? "even" : "odd"],
        taxClass: taxClasses[variant] ?? "standard",
        quantity,
        requiresShipping: variant !== digital,
      }),
    ),
  );

export const market: fc.Arbitrary<Partial<PricingMarket>> = fc.record({
  currency: fc.constantFrom(...currencies),
  pricesIncludeTax: fc.boolean(),
  taxRounding: fc.constantFrom("line", "order"),
  rounding: fc.constantFrom("half_up", "half_even"),
});

const shipping: fc.Arbitrary<ShippingMethod | null> = fc
  .option(
    fc.record({
      amount: price,
      freeFrom: fc.option(price),
      taxClass: fc.option(fc.constantFrom(...taxClasses)),
    }),
  )
  .map((chosen) => {
    if (!chosen) return null;
    const { amount, freeFrom, taxClass } = chosen;
    const table = {
      by: "subtotal" as const,
      steps: [
        { upTo: 5000, amount },
        { upTo: null, amount: 2 * amount },
      ],
      freeFrom,
    };
    return shippingAt(amount, {
      taxClass,
      prices: Object.fromEntries(currencies.map((each) => [each, table])),
    });
  });

export const rate: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 50_000, 99_750, 190_000, 1_000_000),
  fc.nat(400_000),
);

export const taxRates: fc.Arbitrary<TaxRate[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom("state", "city"),
      rate,
      taxClass: fc.constantFrom(...taxClasses),
      onShipping: fc.boolean(),
      reverseCharge: fc.boolean(),
    })
    .map((parts) => taxRate(parts.rate, parts)),
  { maxLength: 4 },
);

/** A variant with what it costs, on a line of its own. */
export const anotherLine: fc.Arbitrary<PriceableLine> = fc
  .record({
    unitAmount: price,
    taxClass: fc.constantFrom(...taxClasses),
    quantity: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ unitAmount, ...parts }) =>
    line("another", unitAmount, { ...parts, productId: "d", categoryIds: ["odd"] }),
  );

/** Whatever a cart can be. */
export const arbitraryCart: fc.Arbitrary<PriceableCart> = fc
  .record({
    lines: cartLines,
    market,
    promotions: promotionsWith(effect),
    shipping,
    taxRates,
    buyer: fc.record({
      taxExempt: fc.nat(9).map((n) => n === 0),
      vatId: fc.option(fc.constant("FR12345678901"), { freq: 1 }),
    }),
    destination: fc.option(fc.constantFrom({ country: "FR", postalCode: "75001" })),
  })
  .map(priceable);
