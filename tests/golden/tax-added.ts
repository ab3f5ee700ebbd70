import { type Golden, tax, taxAdded } from "./golden.ts";

const us = taxAdded("US", "USD");
const canada = taxAdded("CA", "CAD");
const india = taxAdded("IN", "INR");

const newYork = [
  tax("State 4%"),
  tax("City 4.5%", { in: "NY", at: ["10000-10299"] }),
  tax("MCTD 0.375%", { in: "NY", at: ["10000-10299"] }),
];
const manhattan = { region: "NY", postalCode: "10001" };

/** Between states the union taxes, within one the union and the state by halves. */
const indian = [
  tax("IGST 18%"),
  tax("IGST 0%", { in: "MH" }),
  tax("CGST 9%", { in: "MH" }),
  tax("SGST 9%", { in: "MH" }),
];

const syliusRates =
  "https://github.com/Sylius/Sylius/blob/07ce31d52ca71019ae426b5e1aa9144a73cba673/features/taxation/applying_taxes/applying_correct_taxes_for_items_with_different_tax_rates.feature";
const syliusRounding =
  "https://github.com/Sylius/Sylius/blob/32a4aaf01388d30a049b963116a4bd579e892b81/features/taxation/applying_taxes/rounding_taxes_on_order_item_level.feature";
const mugsAndClothes = [tax("EU VAT 23%", { of: "clothes" }), tax("Low VAT 10%", { of: "mugs" })];
const mugsAtFive = [tax("VAT 23%", { of: "clothes" }), tax("Low VAT 5%", { of: "mugs" })];

/** The tax comes on top: one rate, several on one order, several on one line. */
export const taxOnTop: readonly Golden[] = [
  {
    shows: "the tax on a list price",
    by: "Shopify Help, Include taxes in product prices, Maya's store",
    url: "https://help.shopify.com/en/manual/taxes/include-exclude-taxes",
    market: us,
    lines: ["1 × 100.00"],
    taxes: [tax("Tax 10%")],
    gives: { taxes: { "Tax 10%": "10.00" }, total: "110.00" },
  },
  {
    shows: "an additive tax comes on top",
    by: "Square API, TaxInclusionType, ADDITIVE",
    url: "https://pub.dev/documentation/square_connect/latest/square_connect/TaxInclusionType.html",
    market: us,
    lines: ["1 × 1.00"],
    taxes: [tax("Tax 10%")],
    gives: { taxes: { "Tax 10%": "0.10" }, total: "1.10" },
  },
  {
    shows: "what an included tax of the same rate does not take",
    by: "Broadleaf Commerce docs, Included Taxes & VAT, “5% Sales Tax”",
    url: "https://developer.broadleafcommerce.com/shared-concepts/cart-and-order-concepts/vat-taxes",
    market: us,
    lines: ["1 × 10.00"],
    taxes: [tax("Sales tax 5%")],
    gives: { taxes: { "Sales tax 5%": "0.50" }, total: "10.50" },
  },
  {
    shows: "GST on a price without it",
    by: "Inland Revenue (NZ), Calculating GST, example",
    url: "http://www.ird.govt.nz/changes-2010/gst/businesses/calculating/",
    market: taxAdded("NZ", "NZD"),
    lines: ["1 × 1,500.00"],
    taxes: [tax("GST 15%")],
    gives: { taxes: { "GST 15%": "225.00" }, total: "1,725.00" },
  },
  {
    shows: "half a cent of tax is a cent",
    by: "Texas Comptroller, Sales Tax FAQ, Collection, “Is it ok to round the tax amount?”",
    url: "https://comptroller.texas.gov/taxes/sales/faq/collection.php",
    market: us,
    lines: ["1 × 250.00"],
    taxes: [tax("Sales tax 8.25%")],
    gives: { taxes: { "Sales tax 8.25%": "20.63" }, total: "270.63" },
  },
  {
    shows: "GST and QST, both of the price",
    by: "Revenu Québec, Calculating the Taxes",
    url: "http://www.revenuquebec.ca/en/entreprise/taxes/tvq_tps/calcul-taxes.aspx",
    market: canada,
    lines: ["1 × 100.00"],
    taxes: [tax("GST 5%"), tax("QST 9.975%", { in: "QC" })],
    to: { region: "QC" },
    gives: { taxes: { "GST 5%": "5.00", "QST 9.975%": "9.98" }, total: "114.98" },
  },
  {
    shows: "GST and PST, both of the price",
    by: "CalculConversion, GST and PST of British Columbia, example",
    url: "https://www.calculconversion.com/sales-tax-calculator-british-columbia-gst-pst-2019.html",
    market: canada,
    lines: ["1 × 50.00"],
    taxes: [tax("GST 5%"), tax("PST 7%", { in: "BC" })],
    to: { region: "BC" },
    gives: { taxes: { "GST 5%": "2.50", "PST 7%": "3.50" }, total: "56.00" },
  },
  {
    shows: "state, city and district of New York City",
    by: "Calculator City, Sales Tax Calculator NYC, the three components",
    url: "https://use.calculator.city/sales-tax-calculator-ny",
    market: us,
    lines: ["1 × 100.00"],
    taxes: newYork,
    to: manhattan,
    gives: { taxes: { "State 4%": "4.00", "City 4.5%": "4.50", "MCTD 0.375%": "0.38" }, total: "108.88" },
  },
  {
    shows: "three rates of one purchase in Manhattan",
    by: "Easy Sales Tax Calculator, New York City, “Manhattan Purchase”",
    url: "https://www.easysalestaxcalculator.com/new-york-city-sales-tax-calculator",
    market: us,
    lines: ["1 × 500.00"],
    taxes: newYork,
    to: manhattan,
    gives: { taxes: "44.38", total: "544.38" },
  },
  {
    shows: "state, city and special district of Denver",
    by: "Sales-Taxes.com, Denver, calculator",
    url: "https://sales-taxes.com/co/denver",
    market: us,
    lines: ["1 × 100.00"],
    taxes: [
      tax("Colorado 2.9%", { in: "CO" }),
      tax("Denver 4.81%", { in: "CO" }),
      tax("District 1.1%", { in: "CO" }),
    ],
    to: { region: "CO" },
    gives: {
      taxes: { "Colorado 2.9%": "2.90", "Denver 4.81%": "4.81", "District 1.1%": "1.10" },
      total: "108.81",
    },
  },
  {
    shows: "within a state, CGST and SGST",
    by: "TaxPilot, GST calculator, ₹10,000 at 18%",
    url: "https://taxpilot-orpin.vercel.app/gst-calculator",
    market: india,
    lines: ["1 × 10,000.00"],
    taxes: indian,
    to: { region: "MH" },
    gives: { taxes: { "CGST 9%": "900.00", "SGST 9%": "900.00" }, total: "11,800.00" },
  },
  {
    shows: "between states, IGST",
    by: "TaxPilot, GST calculator, ₹10,000 at 18%",
    url: "https://taxpilot-orpin.vercel.app/gst-calculator",
    market: india,
    lines: ["1 × 10,000.00"],
    taxes: indian,
    to: { region: "RJ" },
    gives: { taxes: { "IGST 18%": "1,800.00" }, total: "11,800.00" },
  },
  {
    shows: "a discount and a charge for packing are both within what is taxed",
    by: "LawCrux, GST example 17, Sahil Interior Ltd",
    url: "https://lawcrux.com/data5t/gt/gtexmp/example_17.htm",
    market: india,
    lines: ["1 × 300,000.00"],
    taxes: [tax("GST 18%")],
    offers: [{ effect: { type: "percentage", target: "lines", basisPoints: 100 } }],
    shipping: "5,000.00",
    gives: {
      discount: "3,000.00",
      shipping: "5,000.00",
      taxes: { "GST 18%": "54,360.00" },
      total: "356,360.00",
    },
  },
  {
    shows: "two products at two rates",
    by: "Sylius, Apply correct taxes for items with different tax rates",
    url: syliusRates,
    market: us,
    lines: ["1 × 100.00 clothes", "1 × 50.00 mugs"],
    taxes: mugsAtFive,
    gives: { taxes: "25.50", total: "175.50" },
  },
  {
    shows: "several of each at two rates",
    by: "Sylius, Apply correct taxes for items with different tax rates",
    url: syliusRates,
    market: us,
    lines: ["3 × 100.00 clothes", "4 × 50.00 mugs"],
    taxes: mugsAtFive,
    gives: { taxes: "79.00", total: "579.00" },
  },
  {
    shows: "half a cent more",
    by: "Sylius, Round taxes on order item level, rounded up",
    url: syliusRounding,
    market: us,
    lines: ["1 × 45.95 mugs"],
    taxes: mugsAndClothes,
    gives: { taxes: { "Low VAT 10%": "4.60" }, total: "50.55" },
  },
  {
    shows: "less than half a cent",
    by: "Sylius, Round taxes on order item level, rounded down",
    url: syliusRounding,
    market: us,
    lines: ["1 × 45.94 mugs"],
    taxes: mugsAndClothes,
    gives: { taxes: { "Low VAT 10%": "4.59" }, total: "50.53" },
  },
  {
    shows: "ten of one are taxed together, not one by one",
    by: "Sylius, Round taxes on order item level, multiple products",
    url: syliusRounding,
    market: us,
    lines: ["10 × 10.10 clothes"],
    taxes: mugsAndClothes,
    gives: { taxes: { "EU VAT 23%": "23.23" }, total: "124.23" },
  },
];
