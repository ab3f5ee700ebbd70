import type { MailContent } from "../../core/ports.ts";
import type { LowStock } from "../inventory/low-stock.ts";
import { html } from "./html.ts";
import { oneLine, page } from "./layout.ts";
import { nameOf } from "./order-lines.ts";

/** To those who buy in: what has run low. */
export function lowStockMail({ levels, count }: LowStock): MailContent {
  const items = levels.map(
    ({ productTitle, variantTitle, sku, available }) =>
      `${nameOf({ title: productTitle, variantTitle, sku })}: ${available} left`,
  );
  const [only] = levels;
  const title =
    count === 1 && only ? oneLine(`Stock is low: ${only.productTitle}`) : `Stock is low: ${count} variants`;
  const opening = "This has fallen to the threshold that was set for it:";
  const more = count > items.length ? `and ${count - items.length} more` : "";
  return {
    subject: title,
    text: [title, opening, items.join("\n"), more].filter(Boolean).join("\n\n"),
    html: page(
      title,
      html`<p>${opening}</p>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
${more ? html`<p>${more}</p>` : html``}`,
    ),
  };
}
