import { formatMoney, type Money } from "../../core/money.ts";
import type { MailContent } from "../../core/ports.ts";
import type { Order, OrderLine } from "../order/schema.ts";
import { html } from "./html.ts";
import { oneLine, page } from "./layout.ts";
import { nameOf } from "./order-lines.ts";
import { formatMoment, paymentAdvice } from "./payment-advice.ts";
import { type Again, seeOrder } from "./see-order.ts";

/** What a mail that shows the whole order is sent for. */
export type Occasion = "placed" | "confirmed";

/** What a buyer gets when the order is placed, and again when the payment that it waited for has come. */
export function orderConfirmation(order: Order, again: Again, occasion: Occasion = "placed"): MailContent {
  const title = `Your order ${order.number}`;
  const address = order.shippingAddress && addressLines(order.shippingAddress);
  const totals = totalRows(order);
  const note = reliefNote(order);
  const opening = openingOf(order, occasion);
  const see = seeOrder(order, again);
  return {
    subject: title,
    text: `${title}

${opening}

${order.lines.map(lineText).join("\n")}

${totals.map(([name, amount]) => `${name}: ${amount}`).join("\n")}${note ? `\n${note}` : ""}

${address ? `It goes to:\n\n${address.join("\n")}\n\n` : ""}${see.text}`,
    html: page(
      title,
      html`<p>${opening}</p>
<table style="width: 100%; border-collapse: collapse">
${order.lines.map(
  (
    line,
  ) => html`<tr><td>${line.quantity} × ${nameOf(line)}${wishesOf(line).map((wish) => html`<br>${wish}`)}</td><td align="right">${formatMoney(line.subtotal)}</td></tr>
`,
)}
${totals.map(
  ([name, amount]) => html`<tr><th align="left">${name}</th><td align="right">${amount}</td></tr>
`,
)}
</table>${note ? html`<p>${note}</p>` : html``}
${address ? html`<p>It goes to:</p><p>${address.map((line) => html`${line}<br>`)}</p>` : html``}
${see.html}`,
    ),
  };
}

/** An order that waits for its payment tells how to pay. */
function openingOf(order: Order, occasion: Occasion): string {
  const { number, status, owed, expiresAt } = order;
  if (status === "pending" && expiresAt) {
    return `Thank you. We hold this for you until ${formatMoment(expiresAt)}, and send it once ${formatMoney(owed)} has come. If you pay by bank transfer, give ${number} as the reference. This is what you ordered:`;
  }
  const came = occasion === "confirmed" ? confirmed(owed) : "";
  const toPay = paymentAdvice(order);
  return `Thank you.${came}${toPay && ` ${toPay}`} This is what you ordered:`;
}

/** What is authorized is taken as it is sent, and cash is paid when it is there. */
function confirmed({ amount }: Money): string {
  return ` ${amount === 0 ? "Your payment has come, and your" : "Your"} order is confirmed.`;
}

function lineText(line: OrderLine): string {
  const wishes = wishesOf(line).map((wish) => `\n  ${wish}`);
  return `${line.quantity} × ${nameOf(line)}: ${formatMoney(line.subtotal)}${wishes.join("")}`;
}

/** What the shopper wanted of it. */
function wishesOf({ attributes }: OrderLine): string[] {
  return Object.entries(attributes).map(([name, text]) => oneLine(`${name}: ${text}`));
}

/** The sums that are not nothing, and the total whatever it is. */
function totalRows(order: Order): [name: string, amount: string][] {
  const { totals, shipping, shippingOption, promotions, taxes, taxIncluded } = order;
  const { subtotal, total } = totals;
  const parts: [name: string, amount: Money][] = [
    ["Subtotal", subtotal],
    [`Shipping (${oneLine(shippingOption?.name ?? "none")})`, shipping?.subtotal ?? totals.shipping],
    ...promotions.map(({ name, amount }): [string, Money] => [
      oneLine(name),
      { ...amount, amount: -amount.amount },
    ]),
    ...(taxIncluded ? [] : taxes.map((tax): [string, Money] => [taxName(tax), tax.amount])),
    ["Total", total],
    ...(taxIncluded ? taxes.map((tax): [string, Money] => [`of which ${taxName(tax)}`, tax.amount]) : []),
  ];
  return parts
    .filter(([name, { amount }]) => amount !== 0 || name === "Total")
    .map(([name, money]) => [name, formatMoney(money)]);
}
/** Such as `VAT 19 %`. */
function taxName({ name, rate }: Order["taxes"][number]): string {
  return oneLine(`${name} ${Number((rate / 100).toFixed(4))} %`);
}

/** What an invoice without a company's tax has to say (EU directive 2006/112, article 226 (11a)). */
function reliefNote({ taxRelief, vatId }: Order): string | undefined {
  return taxRelief === "reverse_charge" ? oneLine(`Reverse charge: the tax is owed by ${vatId}`) : undefined;
}

function addressLines(address: NonNullable<Order["shippingAddress"]>): string[] {
  const { firstName, lastName, company, line1, line2, postalCode, city, region, country } = address;
  return [
    `${firstName} ${lastName}`,
    company,
    line1,
    line2,
    `${postalCode} ${city}`,
    region,
    country,
  ].flatMap((line) => (line ? [oneLine(line)] : []));
}
