import { formatMoney } from "../../core/money.ts";
import type { MailContent } from "../../core/ports.ts";
import type { Return } from "../order/returns/schema.ts";
import type { Order } from "../order/schema.ts";
import { oneLine } from "./layout.ts";
import { itemsOf, notice } from "./order-notices.ts";
import type { Again } from "./see-order.ts";

const answers = {
  approved: { title: "You may send it back", body: "You may send this back:" },
  rejected: { title: "We cannot take it back", body: "We are sorry that we cannot take this back:" },
} as const;

/** To the buyer who wants to send something back. */
export function returnAnswerMail(
  order: Order,
  again: Again,
  { answer, lines }: Return,
  answered: keyof typeof answers,
): MailContent {
  const { title, body } = answers[answered];
  const said = answer === null ? "" : `${oneLine(answer)} `;
  return notice(order, again, {
    title: `${title}: your order ${order.number}`,
    body: `${said}${body}`,
    items: itemsOf(order, lines),
  });
}

/** To the buyer who sent something back. */
export function returnReceivedMail(order: Order, again: Again, { credited, lines }: Return): MailContent {
  const brings = credited.amount === 0 ? "" : ` It brings you ${formatMoney(credited)}.`;
  return notice(order, again, {
    title: `It came back: your order ${order.number}`,
    body: `This is what we received.${brings}`,
    items: itemsOf(
      order,
      lines
        .map(({ lineId, sellable, damaged }) => ({ lineId, quantity: sellable + damaged }))
        .filter(({ quantity }) => quantity > 0),
    ),
  });
}
