import type { Subject } from "./subject.ts";

export const returnSubjects: readonly Subject[] = [
  {
    table: "returns",
    key: ["id"],
    invariants: {
      "a return is of something, of its own order": `
        order_id = (
          select iif(min(l.order_id) = max(l.order_id), min(l.order_id), null)
          from return_lines u join order_lines l on l.id = u.order_line_id where u.return_id = returns.id
        )`,
      "the timeline of a return's order tells its status": `
        exists (
          select 1 from order_events e where e.order_id = returns.order_id and e.type = 'return-' || returns.status
            and e.details ->> 'returnId' = returns.id
        )`,
      "no more is in stock again than came back sellable": `
        not exists (
          select 1 from return_lines u join order_lines l on l.id = u.order_line_id
          where u.return_id = returns.id and (
            select sum(all_of.sellable_quantity) from return_lines all_of
            join order_lines same on same.id = all_of.order_line_id
            where same.order_id = l.order_id and same.variant_id = l.variant_id
          ) < (
            select coalesce(sum(m.on_hand_delta), 0) from stock_movements m
            where m.order_id = l.order_id and m.variant_id = l.variant_id and m.kind = 'returned' and m.reserved_delta = 0
          )
        )`,
    },
  },
];
