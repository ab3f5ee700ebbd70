import { formatMoney } from "../../core/money.ts";
import type { MailContent } from "../../core/ports.ts";
import { onlyVariantTitle } from "../catalog/variant-title.ts";
import type { Order, OrderLine } from "../order/schema.ts";
import { html } from "./html.ts";
import { oneLine, page } from "./layout.ts";

/**
 * What a buyer gets when the order is placed. No link: the shop has no pages of its own, and where the frontend shows an
 * order is the frontend's to say. The id and the token are what it, or `order.get`, asks for; without a token, the order is
 * of a customer, who signs in.
 */
export function orderConfirmation(order: Order, accessToken: string | null): MailContent {
  const title = `Your order ${order.number}`;
  const address = addressLines(order.shippingAddress);
  const totals = totalRows(order);
  return {
    subject: title,
    text: `${title}

Thank you. This is what you ordered:

${order.lines.map((line) => `${line.quantity} × ${nameOf(line)}: ${formatMoney(line.total)}`).join("\n")}

${totals.map(([name, amount]) => `${name}: ${amount}`).join("\n")}

It goes to:

${address.join("\n")}

${seeAgain(accessToken)}

Order: ${order.id}${accessToken === null ? "" : `\nAccess token: ${accessToken}`}
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
<p>${seeAgain(accessToken)}</p>
<p>Order: <code>${order.id}</code>${accessToken === null ? "" : html`<br>Access token: <code>${accessToken}</code>`}</p>`,
    ),
  };
}

function seeAgain(accessToken: string | null): string {
  return accessToken === null
    ? "To see your order again, sign in."
    : "To see your order again you need both of these; whoever has them sees it too.";
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
    [`Shipping (${oneLine(shippingOption.name)})`, shipping],
    ["Tax", tax],
  ] as const;
  return [...parts.filter(([, { amount }]) => amount !== 0), ["Total", total] as const].map(
    ([name, money]) => [name, formatMoney(money)],
  );
}

function addressLines(address: Order["shippingAddress"]): string[] {
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
