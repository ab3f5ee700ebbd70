import { sumOfAmounts } from "./amounts.ts";
import type { Subject } from "./subject.ts";

/** How many units of a line are in returns of those statuses. */
const inReturns = (units: string, statuses: string) => `(
  select coalesce(sum(u.${units}), 0) from return_lines u join returns b on b.id = u.return_id
  where u.order_line_id = order_lines.id and b.status in (${statuses})
)`;

export const orderLineSubjects: readonly Subject[] = [
  {
    table: "order_lines",
    key: ["id"],
    invariants: {
      "a line's total is its parts": `
        subtotal_amount = unit_amount * quantity
        and total_amount = subtotal_amount - discount_amount
          + iif((select o.tax_included from orders o where o.id = order_id), 0, tax_amount)`,
      "what is off a line is what its promotions took off": `
        discount_amount = ${sumOfAmounts("adjustments")}`,
      "a line's tax is its taxes": `tax_amount = ${sumOfAmounts("taxes")}`,
      "a line's units are sent, canceled or due": `
        fulfilled_quantity >= 0 and canceled_quantity >= 0 and fulfilled_quantity + canceled_quantity <= quantity`,
      "what was sent of a line is in parcels": `
        fulfilled_quantity = (
          select coalesce(sum(u.quantity), 0) from fulfillment_lines u join fulfillments f on f.id = u.fulfillment_id
          where u.order_line_id = order_lines.id and f.status <> 'canceled'
        )`,
      "what came back of a line, or is to, is in returns": `
        returned_quantity = ${inReturns("sellable_quantity + u.damaged_quantity", "'received', 'closed'")}
        and returning_quantity = ${inReturns("quantity", "'requested', 'approved'")}
        and returned_quantity + returning_quantity <= fulfilled_quantity`,
      "what was given back of a line was sent, and did not come back": `
        refunded_quantity between 0 and (
          select coalesce(sum(u.quantity), 0) from fulfillment_lines u join fulfillments f on f.id = u.fulfillment_id
          where u.order_line_id = order_lines.id and f.status in ('shipped', 'delivered')
        ) - returned_quantity`,
    },
  },
];
