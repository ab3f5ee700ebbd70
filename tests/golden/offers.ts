import { buyGet, cheapestFree, percentOff } from "./effects.ts";
import { type Golden, tax, taxAdded } from "./golden.ts";

const us = taxAdded("US", "USD");

const texasRule = {
  by: "34 Tex. Admin. Code § 3.366 (g)",
  url: "https://texreg.sos.state.tx.us/public/readtac$ext.TacPage?sl=T&app=9&p_dir=F&p_rloc=166385&p_tloc=9841&p_ploc=1&pg=3&p_tac=&ti=34&pt=1&ch=3&rl=366",
  market: us,
} as const;
const threeForTwo = {
  by: "Dynamicweb 10, 3 for 2 discount guide",
  url: "https://doc.dynamicweb.dev/manual/dynamicweb10/commerce/promotions/discountsv2/discount2_3for2.html",
  market: taxAdded("DK", "DKK"),
};
const vtex = (page: string) => `https://help.vtex.com/en/docs/tutorials/${page}`;

/** Buy X get Y, 3 for 2, and tiers. */
export const offers: readonly Golden[] = [
  {
    shows: "buy one, get one free: tax is due on the $120",
    ...texasRule,
    ours: "the rate",
    lines: ["2 × 120.00"],
    taxes: [tax("Sales tax 8.25%")],
    offers: [{ effect: buyGet({ quantity: 1 }, { quantity: 1, basisPoints: 10_000 }) }],
    gives: { discount: "120.00", taxes: { "Sales tax 8.25%": "9.90" }, total: "129.90" },
  },
  {
    shows: "a second pair for half price",
    ...texasRule,
    lines: ["2 × 100.00"],
    offers: [{ effect: buyGet({ quantity: 1 }, { quantity: 1, basisPoints: 5_000 }) }],
    gives: { discount: "50.00", total: "150.00" },
  },
  {
    shows: "25% off each of two pairs is the same",
    ...texasRule,
    lines: ["2 × 100.00"],
    offers: [{ effect: percentOff(2_500) }],
    gives: { discount: "50.00", total: "150.00" },
  },
  {
    shows: "two meals for one: tax on what is charged for both",
    by: "Washington Department of Revenue, Coupons, gift certificates and free meals, two-for-one coupon",
    url: "https://dor.wa.gov/education/industry-guides/restaurants-and-retailers-prepared-food/coupons-gift-certificates-and-free-meals",
    ours: "the rate",
    market: us,
    lines: ["2 × 10.00"],
    taxes: [tax("Sales tax 10%")],
    offers: [{ effect: cheapestFree(2) }],
    gives: { discount: "10.00", taxes: { "Sales tax 10%": "1.00" }, total: "11.00" },
  },
  {
    shows: "three different: the cheapest is free",
    ...threeForTwo,
    lines: ["1 × 100.00", "1 × 75.00", "1 × 50.00"],
    offers: [{ effect: cheapestFree(3) }],
    gives: { discount: "50.00", total: "175.00" },
  },
  {
    shows: "three of the same",
    ...threeForTwo,
    lines: ["3 × 100.00"],
    offers: [{ effect: cheapestFree(3) }],
    gives: { discount: "100.00", total: "200.00" },
  },
  {
    shows: "three for two, twice over with six",
    by: "YITH Dynamic Pricing, 3×2 Discount, “if they add 6 items”",
    url: "https://docs.yithemes.com/yith-woocommerce-dynamic-pricing-and-discounts/3x2-discount/",
    ours: "the prices",
    market: us,
    lines: ["6 × 12.50"],
    offers: [{ effect: cheapestFree(3) }],
    gives: { discount: "25.00", total: "50.00" },
  },
  {
    shows: "buy 3 T-shirts and pay for only 1",
    by: "VTEX, Promotion examples, scenario 17",
    url: vtex("promotion-examples"),
    ours: "the prices",
    market: us,
    lines: ["3 × 19.90"],
    offers: [{ effect: cheapestFree(3, 2) }],
    gives: { discount: "39.80", total: "19.90" },
  },
  {
    shows: "six pairs of socks and one free",
    by: "VTEX, Promotion examples, scenario 13",
    url: vtex("promotion-examples"),
    ours: "the prices",
    market: us,
    lines: ["7 × 4.00"],
    offers: [{ effect: buyGet({ quantity: 6 }, { quantity: 1, basisPoints: 10_000 }) }],
    gives: { discount: "4.00", total: "24.00" },
  },
  {
    shows: "a sweater, and half off a shirt",
    by: "VTEX, Promotion examples, scenario 11",
    url: vtex("promotion-examples"),
    ours: "the prices",
    market: us,
    lines: ["1 × 60.00", "1 × 35.00"],
    offers: [{ effect: buyGet({ quantity: 1, of: 1 }, { quantity: 1, basisPoints: 5_000, of: 2 }) }],
    gives: { discount: "17.50", total: "77.50", lines: { discount: ["0.00", "17.50"] } },
  },
  {
    shows: "four candles, and two at half price",
    by: "Shopify, DiscountOnQuantity, “Buy 4 candles, get 2 candles 50% off”",
    url: "https://shopify.dev/docs/api/admin-graphql/latest/objects/DiscountOnQuantity",
    ours: "the prices",
    market: us,
    lines: ["6 × 15.00"],
    offers: [{ effect: buyGet({ quantity: 4 }, { quantity: 2, basisPoints: 5_000 }) }],
    gives: { discount: "15.00", total: "75.00" },
  },
  {
    shows: "5% from ten pieces on, whatever they are",
    by: "ShopDoctors, Distribute Discounts Across Eligible Items, tiered volume discount",
    url: "https://shopdoctors.crisp.help/en/article/what-does-distribute-discounts-across-eligible-items-in-checkout-mean-81m2ne",
    market: us,
    lines: ["5 × 26.00", "5 × 19.00"],
    offers: [{ effect: { type: "quantity_tiers", tiers: [{ quantity: 10, basisPoints: 500 }] } }],
    gives: { discount: "11.25", total: "213.75", lines: { discount: ["6.50", "4.75"] } },
  },
  ...(
    [
      [9, "0.00", "90.00"],
      [10, "5.00", "95.00"],
      [20, "20.00", "180.00"],
    ] as const
  ).map(
    ([quantity, discount, total]): Golden => ({
      shows: `5% from ten on, 10% from twenty: ${quantity}`,
      by: "VTEX, How the progressive discount promotion works, “Add range”",
      url: vtex("progressive-discount"),
      ours: "the prices",
      market: us,
      lines: [`${quantity} × 10.00`],
      offers: [
        {
          effect: {
            type: "quantity_tiers",
            tiers: [
              { quantity: 10, basisPoints: 500 },
              { quantity: 20, basisPoints: 1_000 },
            ],
          },
        },
      ],
      gives: { discount, total },
    }),
  ),
  {
    shows: "20% off a sale of $100 or more",
    by: "Avalara, How do discounts, coupons, and promotions affect sales tax in Texas",
    url: "https://www.avalara.com/us/en/blog/2016/05/how-do-discounts-coupons-and-promotions-affect-sales-tax-in-texas.html",
    market: us,
    lines: ["1 × 100.00"],
    offers: [{ effect: { type: "spend_tiers", tiers: [{ amounts: { USD: 10_000 }, basisPoints: 2_000 }] } }],
    gives: { discount: "20.00", total: "80.00" },
  },
  {
    shows: "$99 on all shirts that cost more",
    by: "VTEX, Promotion examples, scenario 9",
    url: vtex("promotion-examples"),
    ours: "the prices",
    market: us,
    lines: ["2 × 120.00", "1 × 79.00"],
    offers: [{ effect: { type: "fixed_price", target: "lines", amounts: { USD: 9_900 } } }],
    gives: { discount: "42.00", total: "277.00", lines: { discount: ["42.00", "0.00"] } },
  },
];
