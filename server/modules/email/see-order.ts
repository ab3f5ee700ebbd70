import type { Order } from "../order/schema.ts";
import { type Html, html } from "./html.ts";

/** How a buyer sees the order again: on the storefront's page, where there is one. */
export interface Again {
  /** Null for an order of a customer, who signs in. */
  accessToken: string | null;
  link: string | undefined;
}

/** What a mail about an order ends with. The order's id and the token are what the frontend, or `order.get`, asks for. */
export function seeOrder(
  { id }: Pick<Order, "id">,
  { accessToken, link }: Again,
): { text: string; html: Html } {
  const advice = adviceOf(accessToken, link);
  const token = accessToken === null ? "" : `\nAccess token: ${accessToken}`;
  const shownToken = accessToken === null ? "" : html`<br>Access token: <code>${accessToken}</code>`;
  return {
    text: `${advice}\n\n${link ?? `Order: ${id}${token}`}\n`,
    html: html`<p>${advice}</p>
<p>${link === undefined ? html`Order: <code>${id}</code>${shownToken}` : html`<a href="${link}">${link}</a>`}</p>`,
  };
}

function adviceOf(accessToken: string | null, link: string | undefined): string {
  if (accessToken === null) return "To see your order again, sign in.";
  return link === undefined
    ? "To see your order again you need both of these; whoever has them sees it too."
    : "You see your order again with this link; whoever has it sees it too.";
}
