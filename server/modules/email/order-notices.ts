import { formatMoney } from "../../core/money.ts";
import type { MailContent } from "../../core/ports.ts";
import type { Fulfillment, Order, Refund } from "../order/schema.ts";
import type { WantedUnits } from "../order/units.ts";
import { html } from "./html.ts";
import { oneLine, page } from "./layout.ts";
import { nameOf } from "./order-lines.ts";
import { paymentAdvice } from "./payment-advice.ts";
import { type Again, seeOrder } from "./see-order.ts";

interface Notice {
  title: string;
  body: string;
  /** What it is about, one a line. */
  items?: string[];
  /** What it leads to beside the order. */
  link?: string | null | undefined;
}

/** A mail that says in a few words what happened to an order. */
export function notice(order: Order, again: Again, { title, body, items = [], link }: Notice): MailContent {
  const see = seeOrder(order, again);
  const parts = [title, body, items.join("\n"), link, see.text];
  return {
    subject: title,
    text: parts.filter(Boolean).join("\n\n"),
    html: page(
      title,
      html`<p>${body}</p>
${items.length > 0 ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>` : html``}
${link ? html`<p><a href="${link}">${link}</a></p>` : html``}
${see.html}`,
    ),
  };
}

/** To the buyer of what is on its way. */
export function shippingMail(order: Order, again: Again, { lines, tracking }: Fulfillment): MailContent {
  const [carrier, number] = [tracking?.carrier, tracking?.number];
  const by = carrier ? ` with ${oneLine(carrier)}` : "";
  const under = number ? `, under the number ${oneLine(number)}` : "";
  return notice(order, again, {
    title: `On its way: your order ${order.number}`,
    body: `This is on its way to you${by}${under}:`,
    items: itemsOf(order, lines),
    link: tracking?.url,
  });
}

/** To the buyer of what will not be sent. */
export function cancellationMail(
  order: Order,
  again: Again,
  { lines, reason }: { lines: readonly WantedUnits[]; reason: string | null },
): MailContent {
  const isAll = order.status === "canceled";
  const why = reason === null ? "" : ` The reason: ${oneLine(reason)}`;
  return notice(order, again, {
    title: `Canceled: ${isAll ? "" : "a part of "}your order ${order.number}`,
    body: `This is canceled and will not be sent. What was paid for it goes back to you.${why}`,
    items: itemsOf(order, lines),
  });
}

/** To the buyer of an order that is another now: what of it is gone, what is new, and what is to be paid. */
export function changeMail(
  order: Order,
  again: Again,
  { lines, added }: { lines: readonly WantedUnits[]; added: readonly WantedUnits[] },
): MailContent {
  const toPay = paymentAdvice(order);
  return notice(order, again, {
    title: `Changed: your order ${order.number}`,
    body: `We changed what you get.${toPay && ` ${toPay}`}`,
    items: [
      ...itemsOf(order, lines).map((item) => `No longer: ${item}`),
      ...itemsOf(order, added).map((item) => `New: ${item}`),
    ],
  });
}

/** To whoever gets money back. */
export function refundMail(order: Order, again: Again, { amount, reason }: Refund): MailContent {
  const why = reason === null ? "" : ` The reason: ${oneLine(reason)}`;
  return notice(order, again, {
    title: `Refunded: your order ${order.number}`,
    body: `We give you ${formatMoney(amount)} back, the way you paid.${why}`,
  });
}

/** To the buyer whose money was on its way and did not come. */
export function paymentFailedMail(order: Order, again: Again): MailContent {
  return notice(order, again, {
    title: `Not paid yet: your order ${order.number}`,
    body: "Your bank did not pay for your order after all. Please pay it another way: we hold it for you a little longer.",
  });
}

/** To the buyer of what was not paid in time. */
export function expiryMail(order: Order, again: Again): MailContent {
  return notice(order, again, {
    title: `Not paid in time: your order ${order.number}`,
    body: "No payment came for your order in time, so that we no longer hold it for you. If you have just paid, we send it if it is still there, and give your money back if it is not.",
  });
}

/** To whoever looked for an order of theirs. */
export function lookupMail(order: Order, again: Again): MailContent {
  return notice(order, again, {
    title: `Your order ${order.number}`,
    body: "Somebody, we hope you, asked to see this order. If it was not you, you need do nothing.",
  });
}

export function itemsOf({ lines }: Order, units: readonly WantedUnits[]): string[] {
  return units.flatMap(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId);
    return line ? [`${quantity} × ${nameOf(line)}`] : [];
  });
}
