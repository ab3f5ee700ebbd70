/** What of a line is paid back as its units come back or stay with the buyer, a few at a time. */
export interface Refund {
  shows: string;
  by: string;
  url: string;
  ours?: "the amounts";
  /** In a currency of hundredths: of all units of the line. */
  amount: string;
  quantity: number;
  /** Units that come back together, and their share; those that are refunded first and come back after `stay`. */
  parts: readonly (readonly [units: number, share: string, what?: "stay"])[];
}

const saleor = "https://docs.saleor.io/developer/discounts/examples";
const shopDoctors =
  "https://shopdoctors.crisp.help/en/article/what-does-distribute-discounts-across-eligible-items-in-checkout-mean-81m2ne";

export const refunds: readonly Refund[] = [
  {
    shows: "4 cents off three units are 1, 1 and 2",
    by: "Shopify, FinancialSummaryDiscountAllocation, approximateAllocatedAmountPerItem",
    url: "https://shopify.dev/docs/api/admin-graphql/2024-04/objects/FinancialSummaryDiscountAllocation",
    amount: "0.04",
    quantity: 3,
    parts: [
      [1, "0.01"],
      [1, "0.01"],
      [1, "0.02"],
    ],
  },
  {
    shows: "a unit of two after a discount on the order",
    by: "Saleor docs, Examples, catalogue promotion and entire order voucher, unitPrice",
    url: saleor,
    amount: "43.64",
    quantity: 2,
    parts: [
      [1, "21.82"],
      [1, "21.82"],
    ],
  },
  {
    shows: "each of five tank tops, $1.30 off",
    by: "ShopDoctors, Distribute Discounts Across Eligible Items, tank top",
    url: shopDoctors,
    amount: "123.50",
    quantity: 5,
    parts: [
      [1, "24.70"],
      [4, "98.80"],
    ],
  },
  {
    shows: "each of five T-shirts, $0.95 off",
    by: "ShopDoctors, Distribute Discounts Across Eligible Items, T-shirt",
    url: shopDoctors,
    amount: "90.25",
    quantity: 5,
    parts: [
      [2, "36.10"],
      [3, "54.15"],
    ],
  },
  {
    shows: "three that come back one by one are no penny off the total",
    by: "Salesforce B2C Commerce, Unit Level Rounding",
    url: "https://help.salesforce.com/s/articleView?id=cc.b2c_unit_level_rounding.htm",
    ours: "the amounts",
    amount: "10.00",
    quantity: 3,
    parts: [
      [1, "3.33"],
      [1, "3.33"],
      [1, "3.34"],
    ],
  },
  {
    shows: "two Balloon Chairs that were given back bring nothing once more when they come back",
    by: "Vendure #4135, refundOrder counts a line's units again with each refund",
    url: "https://github.com/vendurehq/vendure/issues/4135",
    ours: "the amounts",
    amount: "80.00",
    quantity: 2,
    parts: [
      [1, "40.00", "stay"],
      [1, "0.00"],
      [1, "40.00", "stay"],
      [1, "0.00"],
    ],
  },
];
