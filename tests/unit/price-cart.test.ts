import { expect, test } from "bun:test";
import { priceCart } from "../../server/modules/pricing/price-cart.ts";
import { line, priceable, promotion, selecting, shippingAt, taxRate } from "../helpers/priceable.ts";

const tenPercent = { type: "percentage", target: "lines", basisPoints: 1000 } as const;

test("an empty cart costs nothing", () => {
  expect(priceCart(priceable())).toEqual({
    lines: [],
    shipping: null,
    totals: { subtotal: 0, discount: 0, shipping: 0, tax: 0, total: 0 },
    taxes: [],
    taxIncluded: true,
    taxRelief: null,
    promotions: [],
    refusedCodes: [],
  });
});

test("a cart is priced with every part of it explained", () => {
  const cart = priceable({
    lines: [line("tee", 1999, { quantity: 2 }), line("book", 1000, { taxClass: "books" })],
    promotions: [promotion("spring", tenPercent, { code: "SPRING", lines: selecting("tee") })],
    shipping: shippingAt(490),
    taxRates: [taxRate(190_000), taxRate(70_000, { taxClass: "books" })],
  });
  const spring = { promotionId: "spring", name: "spring", code: "SPRING", amount: 400 };
  expect(priceCart(cart)).toEqual({
    lines: [
      {
        id: "tee",
        unitAmount: 1999,
        subtotal: 3998,
        discount: 400,
        adjustments: [spring],
        tax: 574,
        taxes: [{ name: "VAT", rate: 190_000, amount: 574 }],
        total: 3598,
      },
      {
        id: "book",
        unitAmount: 1000,
        subtotal: 1000,
        discount: 0,
        adjustments: [],
        tax: 65,
        taxes: [{ name: "VAT", rate: 70_000, amount: 65 }],
        total: 1000,
      },
    ],
    shipping: {
      optionId: "post",
      subtotal: 490,
      discount: 0,
      adjustments: [],
      tax: 68,
      taxes: [
        { name: "VAT", rate: 70_000, amount: 7 },
        { name: "VAT", rate: 190_000, amount: 61 },
      ],
      total: 490,
    },
    totals: { subtotal: 4998, discount: 400, shipping: 490, tax: 707, total: 5088 },
    taxes: [
      { name: "VAT", rate: 70_000, amount: 72 },
      { name: "VAT", rate: 190_000, amount: 635 },
    ],
    taxIncluded: true,
    taxRelief: null,
    promotions: [spring],
    refusedCodes: [],
  });
});
