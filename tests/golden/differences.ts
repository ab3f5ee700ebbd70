import { amountOff, buyGet, percentOff } from "./effects.ts";
import { type Golden, tax, taxAdded, taxIncluded } from "./golden.ts";

/** An example that we decide otherwise, and why. */
export interface Difference extends Golden {
  /** The total, or the tax where that alone differs, as it was published. */
  theirs: { total: string } | { taxes: string };
  because: string;
}

const us = taxAdded("US", "USD");

export const differences: readonly Difference[] = [
  {
    shows: "one that stands alone does not push out one of higher priority",
    by: "Sylius, Receiving discount in the order defined by promotions' priorities, exclusive with lower priority",
    url: "https://github.com/Sylius/Sylius/blob/3e4d40fff28a7580c75c9028b09fc20c9caed856/features/shop/promotion/receiving_discount/receiving_discount_in_order_of_promotions_priority.feature",
    market: us,
    lines: ["1 × 100.00"],
    offers: [
      { effect: amountOff({ USD: 1_000 }), priority: 5 },
      { effect: percentOff(2_000, "order"), priority: 1, exclusive: true },
    ],
    gives: { discount: "10.00", total: "90.00" },
    theirs: { total: "80.00" },
    because: "a shop that ranks promotions means its ranks: what stands alone is ranked with the others",
  },
  {
    shows: "tax is of a line, not of a unit",
    by: "commercetools, TaxCalculationMode, UnitPriceLevel",
    url: "https://docs.alokai.com/commercetools/reference/api/commercetools-types.taxcalculationmode.html",
    market: us,
    lines: ["3 × 1.08"],
    taxes: [tax("VAT 19%")],
    gives: { taxes: "0.62", total: "3.86" },
    theirs: { total: "3.87" },
    because: "an error of each unit grows with the quantity",
  },
  {
    shows: "the tax within a price is rounded, not what is left",
    by: "Zuora, Rounding rule for inclusive tax mode, Rounding Net Amount",
    url: "https://docs.zuora.com/zuora-billing/set-up-zuora-billing/apply-taxes/additional-resources-on-taxes/rounding-rule-for-inclusive-tax-mode",
    market: taxIncluded("US", "USD"),
    lines: ["1 × 2.99"],
    taxes: [tax("VAT 4%")],
    gives: { taxes: "0.12", total: "2.99" },
    theirs: { taxes: "0.11" },
    because: "the laws speak of the tax; Zuora's other rule, Rounding Tax Amount, has 0.12 as well",
  },
  {
    shows: "there is no rounding down",
    by: "foovar/jp-invoice, the three lines of 105 yen, truncated",
    url: "https://packagist.org/packages/foovar/jp-invoice",
    market: taxAdded("JP", "JPY", { per: "order" }),
    lines: ["1 × 105", "1 × 105", "1 × 105"],
    taxes: [tax("消費税 10%")],
    gives: { taxes: "32", total: "347" },
    theirs: { taxes: "31" },
    because: "the NTA leaves the way to the seller, and halves alone go either way here",
  },
  {
    shows: "each rate is rounded, not their sum",
    by: "Streamlined Sales and Use Tax Agreement, rounding rule, R.I. Gen. Laws § 44-18.1-25 (B)",
    url: "http://www.laws9.com/statutes/rhode-island/title-44/chapter-44-18-1/44-18-1-25",
    ours: "the amounts",
    market: us,
    lines: ["1 × 0.45"],
    taxes: [tax("State 5%"), tax("County 5%")],
    gives: { taxes: "0.04", total: "0.49" },
    theirs: { taxes: "0.05" },
    because: "each tax is somebody's, who is told what it came to; sellers may aggregate, and need not",
  },
  {
    shows: "what is shown is what is paid, wherever it is sent",
    by: "Solidus, taxation_integration_spec, a book to anywhere else in the world",
    url: "https://github.com/solidusio/solidus/blob/0226cb4ab57cf6727cf0344295a48c5122cdbd5d/core/spec/models/spree/tax/taxation_integration_spec.rb",
    market: taxIncluded("DE", "EUR"),
    lines: ["1 × 20.00"],
    taxes: [],
    to: { country: "US" },
    gives: { total: "20.00" },
    theirs: { total: "18.69" },
    because: "a price that holds the tax is the price; who sells without it sells in a market of its own",
  },
  {
    shows: "nor does the price follow another country's rate",
    by: "Solidus, taxation_integration_spec, a download to Romania (pending there)",
    url: "https://github.com/solidusio/solidus/blob/0226cb4ab57cf6727cf0344295a48c5122cdbd5d/core/spec/models/spree/tax/taxation_integration_spec.rb",
    market: taxIncluded("DE", "EUR"),
    lines: ["1 × 10.00"],
    taxes: [tax("TVA 24%")],
    to: { country: "RO" },
    gives: { taxes: "1.94", total: "10.00" },
    theirs: { total: "10.42" },
    because: "a price that holds the tax is the price",
  },
  {
    shows: "what is free in an offer costs nothing, and has no tax",
    by: "HMRC, Discounts, vouchers, special offers and VAT, Multi-buy offers, “apportioned as mixed rate goods”",
    url: "http://www.hmrc.gov.uk/vat/managing/charging/discounts-etc.htm",
    ours: "the amounts",
    market: taxIncluded("GB", "GBP"),
    lines: ["3 × 4.00 food", "1 × 8.00"],
    taxes: [tax("VAT 20%"), tax("VAT 0%", { of: "food" })],
    offers: [{ effect: buyGet({ quantity: 3, of: 1 }, { quantity: 1, of: 2, basisPoints: 10_000 }) }],
    gives: { discount: "8.00", taxes: "0.00", total: "12.00" },
    theirs: { taxes: "0.80" },
    because:
      "Texas forbids the averaging that HMRC asks for; who sells a set at a price takes an amount off the order",
  },
];
