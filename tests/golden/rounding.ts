import { type Golden, tax, taxAdded } from "./golden.ts";

const malaysia = (per: "line" | "order") => taxAdded("MY", "MYR", { per });
const uk = (per: "line" | "order") => taxAdded("GB", "GBP", { per });
const australia = (per: "line" | "order") => taxAdded("AU", "AUD", { per });
const us = taxAdded("US", "USD");

const pens = {
  by: "MRP, Calculating GST on Tax Invoices",
  url: "https://mrp.com.my/2016/08/05/calculating-gst-on-tax-invoices",
  lines: ["1 × 1.77", "1 × 1.77", "1 × 1.77"],
  taxes: [tax("GST 6%")],
};
const autoCount = {
  by: "HJY Solutions, An explanation on AutoCount GST",
  url: "http://hjysolutions.com/2015/08/an-explanation-on-autocount-gst.html",
  lines: ["1 × 13.11", "1 × 13.11", "1 × 13.11"],
  taxes: [tax("GST 6%")],
};
const scayle = {
  by: "SCAYLE, Price Calculator v1, the taxes of A, B and C",
  url: "https://scayle.dev/en/developer-guide-archived/transaction-orders/general/price-calculator-v1",
  ours: "the prices",
  lines: ["1 × 5.13", "1 × 4.14", "1 × 2.94"],
  taxes: [tax("VAT 10%")],
} as const;
const goodsAct = {
  by: "A New Tax System (Goods and Services Tax) Act 1999 (Cth), s 9-90",
  url: "https://www.ato.gov.au/law/view/print?DocID=PAC%2F19990055%2F9-90&PiT=99991231235958",
  ours: "the amounts",
  taxes: [tax("GST 10%")],
} as const;
const hmrc = {
  by: "HMRC, VAT Trader Records, VATREC12030",
  url: "https://www.gov.uk/hmrc-internal-manuals/vat-trader-records/vatrec12030",
  ours: "the amounts",
} as const;
const commercetools = "https://docs.alokai.com/commercetools/reference/api";

/** Where halves go, and whether each line is rounded or the order. */
export const rounding: readonly Golden[] = [
  {
    shows: "a line's tax is of all its units",
    by: "commercetools, TaxCalculationMode, LineItemLevel",
    url: `${commercetools}/commercetools-types.taxcalculationmode.html`,
    market: us,
    lines: ["3 × 1.08"],
    taxes: [tax("VAT 19%")],
    gives: { taxes: { "VAT 19%": "0.62" }, total: "3.86" },
  },
  {
    shows: "each line of its own rate, half up",
    by: "Wafeq, Calculations and Rounding",
    url: "https://developer.wafeq.com/reference/calculations-and-rounding",
    market: taxAdded("AE", "AED"),
    lines: ["1 × 45.30 low", "1 × 33.45 high"],
    taxes: [tax("VAT 5%", { of: "low" }), tax("VAT 10%", { of: "high" })],
    gives: {
      taxes: { "VAT 5%": "2.27", "VAT 10%": "3.35" },
      total: "84.37",
      lines: { tax: ["2.27", "3.35"] },
    },
  },
  {
    shows: "the same halves to the even cent",
    by: "commercetools, RoundingMode, HalfEven",
    url: `${commercetools}/commercetools-types.roundingmode.html`,
    ours: "the amounts",
    market: taxAdded("AE", "AED", { halves: "half_even" }),
    lines: ["1 × 45.30 low", "1 × 33.45 high"],
    taxes: [tax("VAT 5%", { of: "low" }), tax("VAT 10%", { of: "high" })],
    gives: { taxes: { "VAT 5%": "2.26", "VAT 10%": "3.34" }, total: "84.35" },
  },
  {
    shows: "halves of odd cents to the even cent above",
    by: "commercetools, RoundingMode, HalfEven",
    url: `${commercetools}/commercetools-types.roundingmode.html`,
    ours: "the amounts",
    market: taxAdded("DE", "EUR", { halves: "half_even" }),
    lines: ["1 × 0.15", "1 × 0.25", "1 × 0.35"],
    taxes: [tax("VAT 10%")],
    gives: { taxes: { "VAT 10%": "0.08" }, total: "0.83", lines: { tax: ["0.02", "0.02", "0.04"] } },
  },
  {
    shows: "small fees at 15%",
    by: "Stripe Support, Rounding rules for Stripe fees",
    url: "https://support.stripe.com/questions/rounding-rules-for-stripe-fees",
    market: us,
    lines: ["1 × 0.43", "1 × 4.84"],
    taxes: [tax("Tax 15%")],
    gives: { taxes: { "Tax 15%": "0.79" }, total: "6.06", lines: { tax: ["0.06", "0.73"] } },
  },
  {
    shows: "three pens, the GST of each line",
    ...pens,
    market: malaysia("line"),
    gives: { taxes: { "GST 6%": "0.33" }, total: "5.64", lines: { tax: ["0.11", "0.11", "0.11"] } },
  },
  {
    shows: "three pens, the GST of their sum",
    ...pens,
    market: malaysia("order"),
    gives: { taxes: { "GST 6%": "0.32" }, total: "5.63" },
  },
  {
    shows: "rounded line by line",
    ...autoCount,
    market: malaysia("line"),
    gives: { taxes: { "GST 6%": "2.37" }, total: "41.70", lines: { tax: ["0.79", "0.79", "0.79"] } },
  },
  {
    shows: "rounded once",
    ...autoCount,
    market: malaysia("order"),
    gives: { taxes: { "GST 6%": "2.36" }, total: "41.69" },
  },
  {
    shows: "rounded taxes are summed",
    ...scayle,
    market: taxAdded("DE", "EUR"),
    gives: { taxes: { "VAT 10%": "1.21" }, total: "13.42", lines: { tax: ["0.51", "0.41", "0.29"] } },
  },
  {
    shows: "a sum of taxes is rounded",
    ...scayle,
    market: taxAdded("DE", "EUR", { per: "order" }),
    gives: { taxes: { "VAT 10%": "1.22" }, total: "13.43" },
  },
  {
    shows: "one taxable supply: half a cent upwards",
    ...goodsAct,
    market: australia("order"),
    lines: ["1 × 0.25"],
    gives: { taxes: { "GST 10%": "0.03" }, total: "0.28" },
  },
  {
    shows: "several supplies by (2)(a), the total invoice rule",
    ...goodsAct,
    market: australia("order"),
    lines: ["1 × 0.05", "1 × 0.05"],
    gives: { taxes: { "GST 10%": "0.01" }, total: "0.11" },
  },
  {
    shows: "several supplies by (2)(b), the taxable supply rule in whole cents",
    ...goodsAct,
    market: australia("line"),
    lines: ["1 × 0.05", "1 × 0.05"],
    gives: { taxes: { "GST 10%": "0.02" }, total: "0.12" },
  },
  {
    shows: "GST and QST, each of the sum of what it is on",
    by: "Revenu Québec, Calculating the Taxes, “you can calculate the taxes on the total price”",
    url: "http://www.revenuquebec.ca/en/entreprise/taxes/tvq_tps/calcul-taxes.aspx",
    ours: "the amounts",
    market: taxAdded("CA", "CAD", { per: "order" }),
    lines: ["1 × 9.99", "1 × 9.99", "1 × 9.99", "1 × 9.99 books"],
    taxes: [tax("GST 5%"), tax("QST 9.975%", { in: "QC" }), tax("QST 0%", { in: "QC", of: "books" })],
    to: { region: "QC" },
    gives: { taxes: { "GST 5%": "2.00", "QST 9.975%": "2.99" }, total: "44.95" },
  },
  {
    shows: "half a penny is rounded up",
    ...hmrc,
    market: uk("line"),
    lines: ["1 × 3.90"],
    taxes: [tax("VAT 5%")],
    gives: { taxes: { "VAT 5%": "0.20" }, total: "4.10" },
  },
  {
    shows: "less than half a penny is rounded down",
    ...hmrc,
    market: uk("line"),
    lines: ["1 × 0.23"],
    taxes: [tax("VAT 5%")],
    gives: { taxes: { "VAT 5%": "0.01" }, total: "0.24" },
  },
  {
    shows: "three lines of £1.67, line by line",
    by: "InvoiceCore, Tax conformance, UK 20%, PerLine",
    url: "https://github.com/aftabkh4n/InvoiceCore/blob/b4f71ea7250e82a77c334e5d6b80f63eba59988d/docs/TAX-CONFORMANCE.md",
    market: uk("line"),
    lines: ["1 × 1.67", "1 × 1.67", "1 × 1.67"],
    taxes: [tax("VAT 20%")],
    gives: { taxes: { "VAT 20%": "0.99" }, total: "6.00" },
  },
  {
    shows: "three lines of £1.67, their sum",
    by: "InvoiceCore, Tax conformance, UK 20%, SubtotalFirst",
    url: "https://github.com/aftabkh4n/InvoiceCore/blob/b4f71ea7250e82a77c334e5d6b80f63eba59988d/docs/TAX-CONFORMANCE.md",
    market: uk("order"),
    lines: ["1 × 1.67", "1 × 1.67", "1 × 1.67"],
    taxes: [tax("VAT 20%")],
    gives: { taxes: { "VAT 20%": "1.00" }, total: "6.01" },
  },
  {
    shows: "to the nearest fils, line by line",
    by: "Federal Tax Authority (UAE), Public Clarification VATP006, rounding, as MBG gives it",
    url: "https://www.mbgcorp.com/sg/insights/fta-public-clarification-vatp006-tax-invoices/",
    ours: "the prices",
    market: taxAdded("AE", "AED"),
    lines: ["1 × 47.14", "1 × 197.24"],
    taxes: [tax("VAT 5%")],
    gives: { taxes: { "VAT 5%": "12.22" }, total: "256.60", lines: { tax: ["2.36", "9.86"] } },
  },
  {
    shows: "a third decimal greater than four rounds up",
    by: "Streamlined Sales and Use Tax Agreement, rounding rule, as R.I. Gen. Laws § 44-18.1-25 (A) has it",
    url: "http://www.laws9.com/statutes/rhode-island/title-44/chapter-44-18-1/44-18-1-25",
    ours: "the amounts",
    market: us,
    lines: ["1 × 10.50", "1 × 10.20"],
    taxes: [tax("Sales tax 7%")],
    gives: { taxes: { "Sales tax 7%": "1.45" }, total: "22.15", lines: { tax: ["0.74", "0.71"] } },
  },
];
