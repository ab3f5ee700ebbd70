import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { ParcelStatus } from "../../../db/enums.ts";
import { rowInsert } from "../../../db/insert.ts";
import { fulfillmentLines, fulfillments, orderLines, stockReservations } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { lackedUnits } from "../inventory/lacked-units.ts";
import { isShortage, type LocatedUnits, type OrderMovement, sellStock } from "../inventory/move-stock.ts";
import type { OrderEventDetails } from "./event-schema.ts";
import { recordEvent } from "./events.ts";
import { type Parcel, packParcels } from "./pack-parcels.ts";
import { requestCapture } from "./payment/request-capture.ts";
import type { OrderState } from "./present-order.ts";
import { type LineUnits, nameUnits } from "./units.ts";

const insertFulfillment = rowInsert(fulfillments);
const insertLine = rowInsert(fulfillmentLines);

/** How units leave. */
export interface Dispatch {
  /** `delivered` for what reaches its buyer by itself. */
  status: Extract<ParcelStatus, "pending" | "delivered">;
  /** From where alone; from wherever they are held when left out. */
  locationId?: string | undefined;
  tracking?: OrderEventDetails["tracking"];
}

/**
 * Takes units of a confirmed order out of the stock, from where they are held, and makes a fulfillment for each
 * location. `order_lines_units_within_quantity` refuses what was sent or canceled already.
 * @throws INVALID_TRANSITION, UNITS_UNAVAILABLE; OUT_OF_STOCK for units that are owed and have not come yet
 */
export async function fulfillLines(
  tx: TransactionContext,
  { order, lines }: Pick<OrderState, "order" | "lines">,
  units: readonly LineUnits[],
  dispatch: Dispatch,
): Promise<void> {
  const { db } = tx;
  if (order.status !== "confirmed") {
    throw new AppError("INVALID_TRANSITION", { from: order.status, to: "fulfilled" });
  }
  const held = await db
    .select()
    .from(stockReservations)
    .where(and(eq(stockReservations.orderId, order.id), gt(stockReservations.quantity, 0)))
    .orderBy(asc(stockReservations.locationId));
  for (const { line, count } of units) {
    await db
      .update(orderLines)
      .set({ fulfilledQuantity: sql`${orderLines.fulfilledQuantity} + ${count}` })
      .where(eq(orderLines.id, line.id));
  }
  for (const parcel of packParcels(lines, units, held, dispatch.locationId)) {
    await send(tx, order.id, parcel, dispatch);
  }
  if (dispatch.status === "delivered") await requestCapture(tx, order.id);
}

async function send(
  { db, actor, clock }: TransactionContext,
  orderId: string,
  { locationId, units, sold }: Parcel,
  { status, tracking }: Dispatch,
): Promise<void> {
  const [fulfillmentId, now, actorId] = [newId("ful"), clock.now(), actorIdOf(actor)];
  await insertFulfillment(db, {
    id: fulfillmentId,
    orderId,
    locationId,
    status,
    carrier: tracking?.carrier ?? null,
    trackingNumber: tracking?.number ?? null,
    trackingUrl: tracking?.url ?? null,
    shippedAt: null,
    deliveredAt: status === "delivered" ? now : null,
    createdAt: now,
    updatedAt: now,
  });
  for (const { line, count: quantity } of units) {
    await insertLine(db, { fulfillmentId, orderLineId: line.id, quantity });
  }
  await sell(db, { orderId, actorId, movedAt: now }, sold);
  await recordEvent(db, {
    orderId,
    type: status === "delivered" ? "fulfillment-delivered" : "fulfillment-created",
    details: { fulfillmentId, lines: nameUnits(units) },
    actorId,
    happenedAt: now,
  });
}

/** @throws OUT_OF_STOCK */
async function sell(db: Connection, of: OrderMovement, units: readonly LocatedUnits[]): Promise<void> {
  try {
    for (const movement of sellStock(db, of, units)) await movement;
  } catch (error) {
    const [lacked] = isShortage(error) ? await lackedUnits(db, { units: JSON.stringify(units) }) : [];
    throw lacked ? new AppError("OUT_OF_STOCK", lacked) : error;
  }
}
