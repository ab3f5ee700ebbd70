import { sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { stockLevels, stockReservations } from "../../../db/schema/index.ts";
import type { Connection, Statement } from "../../../db/transaction.ts";

/** The constraint that a reservation breaks when the units are not there: the race for the last one ends on it. */
export const notOversold = "stock_levels_not_oversold";

/** Takes the units to hold by variant as JSON text. */
const holdStatement = prepared((db) =>
  db
    .update(stockLevels)
    .set({ reserved: sql`${stockLevels.reserved} + held.value` })
    .from(sql`json_each(${sql.placeholder("held")}) as held`)
    .where(sql`${stockLevels.variantId} = held.key`),
);

const insertReservation = rowInsert(stockReservations);

/**
 * The statements that hold so many units of each variant for an order until it is fulfilled or ends. They read nothing
 * first: the database adds up and refuses.
 */
export function reserveStock(
  db: Connection,
  orderId: string,
  units: ReadonlyMap<string, number>,
): Statement[] {
  if (units.size === 0) return [];
  return [
    holdStatement(db, { held: JSON.stringify(Object.fromEntries(units)) }),
    ...[...units].map(([variantId, quantity]) =>
      insertReservation(db, { orderId, variantId, quantity, expiresAt: null }),
    ),
  ];
}
