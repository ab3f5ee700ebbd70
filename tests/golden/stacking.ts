import { amountOff, percentOff } from "./effects.ts";
import { type Golden, taxAdded } from "./golden.ts";

const us = taxAdded("US", "USD");

const vtexExamples = "https://help.vtex.com/en/docs/tutorials/promotion-examples";
const sylius = (commit: string, file: string) =>
  `https://github.com/Sylius/Sylius/blob/${commit}/features/shop/promotion/${file}.feature`;
const onCart = {
  by: "Sylius, Receiving fixed discount on cart",
  url: sylius(
    "3d4dd1c84343124f49700e011de5ac7253986847",
    "receiving_discount/receiving_fixed_discount_on_cart",
  ),
  market: us,
};
const byPriority = {
  by: "Sylius, Receiving discount in the order defined by promotions' priorities",
  url: sylius(
    "3e4d40fff28a7580c75c9028b09fc20c9caed856",
    "receiving_discount/receiving_discount_in_order_of_promotions_priority",
  ),
  market: us,
  lines: ["1 × 100.00"],
};
const complex = {
  by: "Sylius, Receiving a discount based on a configured promotion",
  url: sylius("364e5a295ffce574f93ab95d0b2da3e2bf17fed3", "complex_promotions"),
  market: us,
};

/** From how much on, how much at most, and which comes first. */
export const stacking: readonly Golden[] = [
  {
    shows: "$50 off from $400 on",
    by: "VTEX, Promotion examples, scenario 1",
    url: vtexExamples,
    ours: "the prices",
    market: us,
    lines: ["1 × 400.00"],
    offers: [{ effect: amountOff({ USD: 5_000 }), minSubtotal: { USD: 40_000 } }],
    gives: { discount: "50.00", total: "350.00" },
  },
  {
    shows: "nothing off below $400",
    by: "VTEX, Promotion examples, scenario 1",
    url: vtexExamples,
    ours: "the prices",
    market: us,
    lines: ["1 × 399.99"],
    offers: [{ effect: amountOff({ USD: 5_000 }), minSubtotal: { USD: 40_000 } }],
    gives: { total: "399.99" },
  },
  {
    shows: "all that there is, and no more",
    ...onCart,
    lines: ["1 × 100.00", "1 × 6.00"],
    offers: [{ effect: amountOff({ USD: 10_600 }) }],
    gives: { discount: "106.00", total: "0.00" },
  },
  {
    shows: "never more than there is",
    ...onCart,
    lines: ["1 × 100.00"],
    offers: [{ effect: amountOff({ USD: 20_000 }) }],
    gives: { discount: "100.00", total: "0.00" },
  },
  {
    shows: "off the goods, not off the shipping",
    ...onCart,
    lines: ["1 × 100.00"],
    offers: [{ effect: amountOff({ USD: 1_000 }) }],
    shipping: "10.00",
    gives: { discount: "10.00", shipping: "10.00", total: "100.00" },
  },
  {
    shows: "the share first, where its priority is higher",
    ...byPriority,
    offers: [
      { effect: amountOff({ USD: 1_000 }), priority: 1 },
      { effect: percentOff(2_000, "order"), priority: 4 },
    ],
    gives: { discount: "30.00", total: "70.00" },
  },
  {
    shows: "the amount first, where its priority is higher",
    ...byPriority,
    offers: [
      { effect: amountOff({ USD: 1_000 }), priority: 5 },
      { effect: percentOff(2_000, "order"), priority: 2 },
    ],
    gives: { discount: "28.00", total: "72.00" },
  },
  {
    shows: "of two that stand alone, the higher priority",
    ...byPriority,
    offers: [
      { effect: percentOff(2_000, "order"), priority: 2, exclusive: true },
      { effect: amountOff({ USD: 1_000 }), priority: 5, exclusive: true },
    ],
    gives: { discount: "10.00", total: "90.00" },
  },
  {
    shows: "20% off the first order",
    ...complex,
    lines: ["1 × 50.00"],
    buyer: { hasOrdered: false },
    offers: [{ effect: percentOff(2_000, "order"), firstOrder: true }],
    gives: { discount: "10.00", total: "40.00" },
  },
  {
    shows: "20% off each jacket and $50 off the order, from $500 on",
    ...complex,
    lines: ["7 × 100.00"],
    offers: [
      { effect: percentOff(2_000), on: [1], minSubtotal: { USD: 50_000 } },
      { effect: amountOff({ USD: 5_000 }), minSubtotal: { USD: 50_000 } },
    ],
    gives: { discount: "190.00", total: "510.00" },
  },
  {
    shows: "$10 off each jacket and free shipping, from $500 on",
    ...complex,
    lines: ["7 × 100.00"],
    shipping: "10.00",
    offers: [
      {
        effect: amountOff({ USD: 1_000 }, "lines"),
        on: [1],
        minSubtotal: { USD: 50_000 },
      },
      {
        effect: percentOff(10_000, "shipping"),
        minSubtotal: { USD: 50_000 },
      },
    ],
    gives: { discount: "70.00", shipping: "0.00", total: "630.00" },
  },
  {
    shows: "10% off jackets, $20 off the order",
    ...complex,
    lines: ["1 × 80.00", "1 × 100.00"],
    offers: [{ effect: percentOff(1_000), on: [2] }, { effect: amountOff({ USD: 2_000 }) }],
    gives: { discount: "30.00", total: "150.00" },
  },
];
