import type { Subject } from "./subject.ts";

/** What the movements of a place come to. */
const moved = (delta: string, where: string) =>
  `(select coalesce(sum(${delta}), 0) from stock_movements m where ${where})`;

const held = (where: string) =>
  `(select coalesce(sum(r.quantity), 0) from stock_reservations r where ${where})`;

const ofVariant = "m.variant_id = stock_levels.variant_id";
const atLocation =
  "m.variant_id = location_levels.variant_id and m.location_id = location_levels.location_id";

export const stockSubjects: readonly Subject[] = [
  {
    table: "stock_levels",
    key: ["variant_id"],
    invariants: {
      "a variant's stock is what its movements come to": `
        on_hand = ${moved("on_hand_delta", ofVariant)} and reserved = ${moved("reserved_delta", ofVariant)}`,
      "a variant's stock is that of its locations": `
        (on_hand, reserved) = (
          select coalesce(sum(l.on_hand), 0), coalesce(sum(l.reserved), 0)
          from location_levels l where l.variant_id = stock_levels.variant_id
        )`,
      "what is reserved is held by orders": `reserved = ${held("r.variant_id = stock_levels.variant_id")}`,
      "nothing is oversold": "policy <> 'deny' or reserved <= on_hand",
    },
  },
  {
    table: "location_levels",
    key: ["variant_id", "location_id"],
    invariants: {
      "a location's stock is what its movements come to": `
        on_hand = ${moved("on_hand_delta", atLocation)} and reserved = ${moved("reserved_delta", atLocation)}`,
      "what is reserved at a location is held by orders": `
        reserved = ${held("r.variant_id = location_levels.variant_id and r.location_id = location_levels.location_id")}`,
    },
  },
  {
    table: "stock_reservations",
    key: ["order_id", "variant_id", "location_id"],
    invariants: {
      "what an order holds is what its movements come to": `
        quantity = ${moved(
          "reserved_delta",
          `m.order_id = stock_reservations.order_id and m.variant_id = stock_reservations.variant_id
          and m.location_id = stock_reservations.location_id`,
        )}`,
      "only orders that can still be sent hold units": `
        quantity = 0 or (select status from orders where id = order_id) in ('pending', 'confirmed')`,
    },
  },
  {
    table: "stock_movements",
    key: ["id"],
    invariants: {
      "every movement moves what its kind says": `
        case kind
          when 'opening' then on_hand_delta > 0 and reserved_delta = 0
          when 'received' then on_hand_delta > 0 and reserved_delta = 0
          when 'adjusted' then on_hand_delta <> 0 and reserved_delta = 0
          when 'reserved' then on_hand_delta = 0 and reserved_delta > 0
          when 'released' then on_hand_delta = 0 and reserved_delta < 0
          when 'sold' then reserved_delta < 0 and on_hand_delta in (0, reserved_delta)
          when 'returned' then on_hand_delta > 0 and reserved_delta in (0, on_hand_delta)
        end`,
      "what is moved for an order says for which": `
        kind not in ('reserved', 'released', 'sold', 'returned') or order_id is not null`,
    },
  },
];
