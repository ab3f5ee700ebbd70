import type { Address } from "../../../../db/schema/address.ts";
import type { InvoicePaper, InvoicePaperLine } from "../../../../db/schema/invoice-paper.ts";
import { sumOf } from "../../../core/exact.ts";
import { formatDecimal } from "../../../core/money.ts";
import type { Seller } from "../../../core/ports.ts";
import { onlyVariantTitle } from "../../catalog/variant-title.ts";
import { methodNames } from "../../payment/method-names.ts";
import { balanceOf } from "../balance.ts";
import type { OrderState } from "../present-order.ts";
import { type KeptLine, keptLines } from "./kept-lines.ts";
import { groupByTax, taxesName } from "./tax-groups.ts";

const countries = new Intl.DisplayNames(["en"], { type: "region" });
const dates = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** What the invoice of an order says, as of the moment at which it is issued. */
export function writePaper(state: OrderState, seller: Seller, issuedAt: Date): InvoicePaper {
  const { order, payments } = state;
  const { currency } = order;
  const lines = keptLines(state);
  const decimal = (amount: number) => formatDecimal(amount, currency);
  return {
    seller: [seller.name, ...seller.address, ...(seller.vatId ? [`VAT ID ${seller.vatId}`] : [])],
    buyer: [...buyerLines(order), ...(order.vatId ? [`VAT ID ${order.vatId}`] : [])],
    facts: [
      ["Date", dates.format(issuedAt)],
      ["Order", order.number],
      ["Ordered", dates.format(order.placedAt)],
      ...suppliedFact(state),
      ["Payment", methodNames[payments[0].method]],
    ],
    lines: lines.map((line) => paperLine(line, order.taxIncluded, decimal)),
    sums: sumRows(state, lines).map(([label, amount]) => [label, decimal(amount)]),
    taxes: groupByTax(lines).map(({ name, net, tax }) => ({
      name,
      net: decimal(net),
      tax: decimal(tax),
      gross: decimal(net + tax),
    })),
    notes: notesOf(order),
    currency,
  };
}

/** Where the invoice goes; where there is no address, to whoever reads that mailbox. */
function buyerLines({ billingAddress, email }: OrderState["order"]): string[] {
  return billingAddress === null ? [email] : addressLines(billingAddress);
}

function addressLines(address: Address): string[] {
  const { firstName, lastName, company, line1, line2, postalCode, city, region, country } = address;
  const lines = [company, `${firstName} ${lastName}`, line1, line2, `${postalCode} ${city}`, region];
  return [...lines, countries.of(country)].flatMap((line) => line?.trim() || []);
}

/** When the last of it was sent; before that nobody knows. */
function suppliedFact({ fulfillments }: OrderState): [label: string, value: string][] {
  const times = fulfillments.flatMap(({ shippedAt, deliveredAt }) => shippedAt ?? deliveredAt ?? []);
  const last = times.toSorted((a, b) => a.getTime() - b.getTime()).at(-1);
  return last ? [["Supplied", dates.format(last)]] : [];
}

function paperLine(
  line: KeptLine,
  taxIncluded: boolean,
  decimal: (amount: number) => string,
): InvoicePaperLine {
  const { title, variantTitle, sku, quantity, unitAmount, discount, taxes, tax, total } = line;
  return {
    title: variantTitle === onlyVariantTitle || variantTitle === "" ? title : `${title}, ${variantTitle}`,
    notes: [
      ...(sku === null ? [] : [`SKU ${sku}`]),
      ...(discount === 0 ? [] : [`Discount ${decimal(-discount)}`]),
    ],
    quantity: String(quantity),
    unitPrice: decimal(unitAmount),
    tax: taxesName(taxes),
    amount: decimal(taxIncluded ? total : total - tax),
  };
}

/** From what the lines come to, to what is to be paid. */
function sumRows(
  { order, payments }: OrderState,
  lines: readonly KeptLine[],
): [label: string, amount: number][] {
  const gross = sumOf(lines.map(({ total }) => total));
  const tax = sumOf(lines.map((line) => line.tax));
  const { due } = balanceOf(order, payments);
  const letOff = gross - due;
  return [
    ["Net", gross - tax],
    ["Tax", tax],
    ...(letOff === 0 ? [] : [["Credit", -letOff] satisfies [string, number]]),
    ["Total", due],
  ];
}

/** What an invoice without a company's tax has to say: Directive 2006/112/EC, article 226 (11) and (11a). */
function notesOf({ taxIncluded, taxRelief }: OrderState["order"]): string[] {
  const notes = [taxIncluded ? "Prices include tax." : "Prices are without tax."];
  if (taxRelief === "reverse_charge") notes.push("Reverse charge: the buyer owes the tax.");
  if (taxRelief === "exempt") notes.push("The buyer is exempt from tax.");
  return notes;
}
