import { type SQL, sql } from "drizzle-orm";
import { brokenConstraint } from "../../../db/errors.ts";
import { prepared } from "../../../db/prepared.ts";
import { stockMovements } from "../../../db/schema/index.ts";
import type { Connection, Statement } from "../../../db/transaction.ts";

const { placeholder } = sql;

/** The constraints that a movement breaks when the units are not there: the race for the last one ends on them. */
export const stockRaces = ["stock_levels_not_oversold", "location_levels_not_oversold"] as const;

const shortages: ReadonlySet<string> = new Set([
  ...stockRaces,
  "stock_levels_not_negative",
  "location_levels_not_negative",
]);

/** Whether a movement failed because the units are not there, or orders hold them. */
export function isShortage(error: unknown): boolean {
  return shortages.has(brokenConstraint(error) ?? "");
}

/** Whose movements they are. */
export interface OrderMovement {
  orderId: string;
  /** Null where nobody in particular moves them. */
  actorId: string | null;
  movedAt: Date;
}

/** So many units of a variant at a location. */
export interface LocatedUnits {
  variantId: string;
  locationId: string;
  quantity: number;
}

/** Units by variant. */
export type Units = ReadonlyMap<string, number>;

/** Holds units for an order, until they are sold or released. */
export function reserveStock(db: Connection, of: OrderMovement, units: readonly LocatedUnits[]): Statement[] {
  return units.length === 0 ? [] : [reserveStatement(db, located(of, units))];
}

/** Has units leave that were held for the order. */
export function sellStock(db: Connection, of: OrderMovement, units: readonly LocatedUnits[]): Statement[] {
  return units.length === 0 ? [] : [sellStatement(db, located(of, units))];
}

/** Takes back what did not leave after all, to be held for the order again; of what was not counted nothing. */
export function unsellStock(db: Connection, of: OrderMovement, units: readonly LocatedUnits[]): Statement[] {
  return units.length === 0 ? [] : [unsellStatement(db, located(of, units))];
}

/** Takes in what an order's buyer sent back. */
export function returnStock(db: Connection, of: OrderMovement, units: readonly LocatedUnits[]): Statement[] {
  return units.length === 0 ? [] : [returnStatement(db, located(of, units))];
}

/** Lets go of units that are held for the order, wherever they are; of what it does not hold nothing. */
export function releaseStock(db: Connection, of: OrderMovement, units: Units): Statement[] {
  if (units.size === 0) return [];
  return [releaseStatement(db, { ...values(of), units: JSON.stringify(Object.fromEntries(units)) })];
}

/** The same with all that it holds. */
export function releaseAll(db: Connection, of: OrderMovement): Statement[] {
  return [releaseAllStatement(db, values(of))];
}

const values = ({ orderId, actorId, movedAt }: OrderMovement) => ({
  orderId,
  actorId,
  movedAt: movedAt.getTime(),
});

const located = (of: OrderMovement, units: readonly LocatedUnits[]) => ({
  ...values(of),
  units: JSON.stringify(units),
});

const variantId = sql`u.value ->> 'variantId'`;
const locationId = sql`u.value ->> 'locationId'`;
const quantity = sql`u.value ->> 'quantity'`;
const given = sql`json_each(${placeholder("units")}) u`;

/** A row for the ledger; the columns stand in the table's order. */
const movement = (kind: SQL, [variant, location]: [SQL, SQL], onHand: SQL, reserved: SQL) => sql`
  select null, ${variant}, ${location}, ${kind}, ${onHand}, ${reserved}, null,
    ${placeholder("orderId")}, ${placeholder("actorId")}, ${placeholder("movedAt")}`;

/** What is not counted is not moved. */
const isCounted = sql`exists (
  select 1 from stock_levels s where s.variant_id = ${variantId} and s.policy <> 'untracked'
)`;

const reserveStatement = prepared((db) =>
  db
    .insert(stockMovements)
    .select(
      sql`${movement(sql`'reserved'`, [variantId, locationId], sql`0`, quantity)} from ${given} where ${isCounted}`,
    ),
);

/**
 * No more than is held, so that what was not counted when it was ordered is not counted now; and what is not counted any
 * more is held no longer.
 */
const sellStatement = prepared((db) =>
  db.insert(stockMovements).select(sql`
    ${movement(sql`'sold'`, [variantId, locationId], sql`-iif(${isCounted}, min(r.quantity, ${quantity}), 0)`, sql`-min(r.quantity, ${quantity})`)}
    from ${given} join stock_reservations r on r.order_id = ${placeholder("orderId")}
      and r.variant_id = ${variantId} and r.location_id = ${locationId} and r.quantity > 0`),
);

/** No more than the ledger says was sold there, whatever came back there since from where else it was sent. */
const unsellStatement = prepared((db) =>
  db.insert(stockMovements).select(sql`
    ${movement(sql`'returned'`, [variantId, locationId], sql`min(s.sold, ${quantity})`, sql`min(s.sold, ${quantity})`)}
    from ${given} join (
      select variant_id, location_id, -sum(on_hand_delta) as sold
      from stock_movements where order_id = ${placeholder("orderId")} and reserved_delta <> 0
      group by variant_id, location_id
    ) s on s.variant_id = ${variantId} and s.location_id = ${locationId} and s.sold > 0`),
);

const returnStatement = prepared((db) =>
  db
    .insert(stockMovements)
    .select(
      sql`${movement(sql`'returned'`, [variantId, locationId], quantity, sql`0`)} from ${given} where ${isCounted}`,
    ),
);

/** From one location after the other, until so many are let go. */
const releaseStatement = prepared((db) =>
  db.insert(stockMovements).select(sql`
    ${movement(sql`'released'`, [sql`r.variant_id`, sql`r.location_id`], sql`0`, sql`-min(r.quantity, u.value - r.before)`)}
    from (
      select variant_id, location_id, quantity,
        sum(quantity) over (partition by variant_id order by location_id) - quantity as before
      from stock_reservations where order_id = ${placeholder("orderId")} and quantity > 0
    ) r join ${given} on u.key = r.variant_id where r.before < u.value`),
);

const releaseAllStatement = prepared((db) =>
  db.insert(stockMovements).select(sql`
    ${movement(sql`'released'`, [sql`r.variant_id`, sql`r.location_id`], sql`0`, sql`-r.quantity`)}
    from stock_reservations r where r.order_id = ${placeholder("orderId")} and r.quantity > 0`),
);
