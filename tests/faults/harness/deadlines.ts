import { setTimeout as delay } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { openDatabase } from "../../../db/client.ts";
import { orders } from "../../../db/schema/index.ts";
import { untilAnswered } from "./until-answered.ts";
import type { FaultyWorld, OpenWorld } from "./world.ts";

/** Of the orders that wait for their payment so many are not paid in time. */
const late = 0.3;

/** In milliseconds: how soon they end, so that some do while others are paid. */
const soon = 300;

/** Has a week pass for some of the orders that wait for a transfer, while no server is there to see it. */
export async function passDeadlines({ url, overdue }: FaultyWorld, random: () => number): Promise<void> {
  const { client, db } = openDatabase({ url });
  for (const { id } of await db.select().from(orders).where(eq(orders.status, "pending"))) {
    if (random() >= late) continue;
    const expiresAt = new Date(Date.now() + random() * soon);
    await db
      .update(orders)
      .set({ expiresAt })
      .where(and(eq(orders.id, id), eq(orders.status, "pending")));
    overdue.add(id);
  }
  client.close();
}

/** Waits until all of those have ended, or were paid or canceled before, and hears which ended. */
export async function hearOfExpired({ staff, overdue, acknowledged }: OpenWorld): Promise<void> {
  for (const id of overdue) {
    const look = () => untilAnswered(() => staff.admin.orders.get.query({ id }));
    let order = await look();
    while (order.status === "pending") {
      await delay(20);
      order = await look();
    }
    if (order.timeline.some(({ type }) => type === "expired")) acknowledged.add("an order expired", id);
  }
}
