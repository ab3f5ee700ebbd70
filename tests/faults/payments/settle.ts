import { setTimeout as delay } from "node:timers/promises";
import { lte } from "drizzle-orm";
import { disputes, orders, outbox, payments, refunds } from "../../../db/schema/index.ts";
import { settleAll } from "./bank.ts";
import { letLeasesEnd, letMonthsPass, letOrdersExpire } from "./let-time-pass.ts";
import type { PayingWorld } from "./world.ts";

/** How often time passes until nothing changes any more; less than that is enough. */
const mostRounds = 20;

/** In milliseconds: how long the shop may be at work on what is due. */
const patience = 120_000;

/**
 * Has time pass, now that all answer, until the shop has asked its provider about everything and nothing changes any more.
 * @throws when it does not come to rest, with what it is still at
 */
export async function settle(world: PayingWorld, random: () => number): Promise<void> {
  let before = "";
  for (let round = 1; round <= mostRounds; round++) {
    settleAll(world, random);
    await letOrdersExpire(world.db);
    await letMonthsPass(world.db);
    world.stripe.forgetKeys();
    await untilDone(world);
    const after = await standing(world);
    if (after === before) return;
    before = after;
  }
  throw new Error(`It never came to rest: ${before}`);
}

async function untilDone({ db }: PayingWorld): Promise<void> {
  for (const end = Date.now() + patience; ; ) {
    const events = await db.select().from(outbox);
    const dead = events.filter(({ deadAt }) => deadAt !== null);
    const due = await db.select().from(payments).where(lte(payments.checkAt, new Date()));
    const waiting = await db.select().from(orders).where(lte(orders.expiresAt, new Date()));
    if (events.length + due.length + waiting.length === 0) return;
    if (dead.length > 0 || Date.now() > end)
      throw new Error(JSON.stringify({ events, due, waiting }, null, 2));
    if (events.some(({ lastError }) => lastError !== null)) await letLeasesEnd(db);
    await delay(50);
  }
}

/** All that may still change. */
async function standing({ db }: PayingWorld): Promise<string> {
  const { status, capturedAmount, refundedAmount, disputedAmount, authorizedAmount } = payments;
  const money = { status, capturedAmount, refundedAmount, disputedAmount, authorizedAmount };
  return JSON.stringify([
    await db.select({ status: orders.status, payment: orders.paymentStatus }).from(orders),
    await db.select(money).from(payments),
    await db.select({ status: refunds.status }).from(refunds),
    await db.select({ status: disputes.status }).from(disputes),
  ]);
}
