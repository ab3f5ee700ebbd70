import { formatMoney, type Money } from "../../core/money.ts";
import type { MailContent } from "../../core/ports.ts";
import { onlyVariantTitle } from "../catalog/variant-title.ts";
import type { Order, OrderLine } from "../order/schema.ts";
import { html } from "./html.ts";
import { oneLine, page } from "./layout.ts";

/** How a buyer sees the order again: on the storefront's page, where there is one. */
interface Again {
  /** Null for an order of a customer, who signs in. */
  accessToken: string | null;
  link: string | undefined;
}

/** What a buyer gets when the order is placed. Its id and the token are what the frontend, or `order.get`, asks for. */
export function orderConfirmation(order: Order, again: Again): MailContent {
  const { accessToken, link } = again;
  const title = `Your order ${order.number}`;
  const address = order.shippingAddress && addressLines(order.shippingAddress);
  const totals = totalRows(order);
  const note = reliefNote(order);
  return {
    subject: title,
    text: `${title}

Thank you. This is what you ordered:

${order.lines.map(lineText).join("\n")}

${totals.map(([name, amount]) => `${name}: ${amount}`).join("\n")}${note ? `\n${note}` : ""}

${address ? `It goes to:\n\n${address.join("\n")}\n\n` : ""}${seeAgain(again)}

${link ?? `Order: ${order.id}${accessToken === null ? "" : `\nAccess token: ${accessToken}`}`}
`,
    html: page(
      title,
      html`<p>Thank you. This is what you ordered:</p>
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
<p>${seeAgain(again)}</p>
<p>${
        link === undefined
          ? html`Order: <code>${order.id}</code>${accessToken === null ? "" : html`<br>Access token: <code>${accessToken}</code>`}`
          : html`<a href="${link}">${link}</a>`
      }</p>`,
    ),
  };
}

function seeAgain({ accessToken, link }: Again): string {
  if (accessToken === null) return "To see your order again, sign in.";
  return link === undefined
    ? "To see your order again you need both of these; whoever has them sees it too."
    : "You see your order again with this link; whoever has it sees it too.";
}

function nameOf({ title, variantTitle, sku }: OrderLine): string {
  const variant = variantTitle === onlyVariantTitle ? "" : `, ${variantTitle}`;
  return oneLine(`${title}${variant}${sku === null ? "" : ` (${sku})`}`);
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
