import { formatMoney } from "../../core/money.ts";
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
  const address = order.shippingAddress ? addressLines(order.shippingAddress) : [];
  const totals = totalRows(order);
  return {
    subject: title,
    text: `${title}

Thank you. This is what you ordered:

${order.lines.map((line) => `${line.quantity} × ${nameOf(line)}: ${formatMoney(line.total)}`).join("\n")}

${totals.map(([name, amount]) => `${name}: ${amount}`).join("\n")}

It goes to:

${address.join("\n")}

${seeAgain(again)}

${link ?? `Order: ${order.id}${accessToken === null ? "" : `\nAccess token: ${accessToken}`}`}
`,
    html: page(
      title,
      html`<p>Thank you. This is what you ordered:</p>
<table style="width: 100%; border-collapse: collapse">
${order.lines.map(
  (
    line,
  ) => html`<tr><td>${line.quantity} × ${nameOf(line)}</td><td align="right">${formatMoney(line.total)}</td></tr>
`,
)}
${totals.map(
  ([name, amount]) => html`<tr><th align="left">${name}</th><td align="right">${amount}</td></tr>
`,
)}
</table>
<p>It goes to:</p>
<p>${address.map((line) => html`${line}<br>`)}</p>
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

/** The sums that are not nothing, and the total whatever it is. */
function totalRows({ totals, shippingOption }: Order): [name: string, amount: string][] {
  const { subtotal, discount, shipping, tax, total } = totals;
  const parts = [
    ["Subtotal", subtotal],
    ["Discount", { ...discount, amount: -discount.amount }],
    [`Shipping (${oneLine(shippingOption?.name ?? "none")})`, shipping],
    ["Tax", tax],
  ] as const;
  return [...parts.filter(([, { amount }]) => amount !== 0), ["Total", total] as const].map(
    ([name, money]) => [name, formatMoney(money)],
  );
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
