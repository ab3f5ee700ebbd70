import { expect } from "bun:test";
import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";

/** Rows that there should be none of: where a level, a total or a reservation is not the sum of the movements that made it. */
const differences = {
  locations: sql`
    select variant_id, location_id, sum(on_hand), sum(reserved) from (
      select variant_id, location_id, on_hand, reserved from location_levels
      union all select variant_id, location_id, -on_hand_delta, -reserved_delta from stock_movements
    ) group by 1, 2 having sum(on_hand) <> 0 or sum(reserved) <> 0`,
  totals: sql`
    select variant_id, sum(on_hand), sum(reserved) from (
      select variant_id, on_hand, reserved from stock_levels
      union all select variant_id, -on_hand, -reserved from location_levels
    ) group by 1 having sum(on_hand) <> 0 or sum(reserved) <> 0`,
  reservations: sql`
    select order_id, variant_id, location_id, sum(quantity) from (
      select order_id, variant_id, location_id, quantity from stock_reservations
      union all select order_id, variant_id, location_id, -reserved_delta from stock_movements where order_id is not null
    ) group by 1, 2, 3 having sum(quantity) <> 0`,
};

/** That the ledger tells all that there is of stock. */
export async function expectLedger(db: Database): Promise<void> {
  for (const difference of Object.values(differences)) expect(await db.all(difference)).toEqual([]);
}
