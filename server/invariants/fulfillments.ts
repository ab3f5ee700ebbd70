import type { Subject } from "./subject.ts";

export const fulfillmentSubjects: readonly Subject[] = [
  {
    table: "fulfillments",
    key: ["id"],
    invariants: {
      "a parcel holds something, of its own order": `
        order_id = (
          select iif(min(l.order_id) = max(l.order_id), min(l.order_id), null)
          from fulfillment_lines u join order_lines l on l.id = u.order_line_id where u.fulfillment_id = fulfillments.id
        )`,
      "a parcel says when it was shipped and delivered": `
        case status
          when 'shipped' then shipped_at is not null and delivered_at is null
          when 'delivered' then delivered_at is not null
          else shipped_at is null and delivered_at is null
        end`,
    },
  },
];
