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

export interface Reservation {
  variantId: string;
  quantity: number;
}

/**
 * The statements that hold units for an order until it is fulfilled or ends; each variant is named once.
 * They read nothing first: the database adds up and refuses.
 */
export function reserveStock(
  db: Connection,
  orderId: string,
  reservations: readonly Reservation[],
): Statement[] {
  if (reservations.length === 0) return [];
  const held = JSON.stringify(
    Object.fromEntries(reservations.map(({ variantId, quantity }) => [variantId, quantity])),
  );
  return [
    holdStatement(db, { held }),
    ...reservations.map(({ variantId, quantity }) =>
      insertReservation(db, { orderId, variantId, quantity, expiresAt: null }),
    ),
  ];
}
