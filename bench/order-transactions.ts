import { copyFileSync } from "node:fs";
import { drizzle } from "drizzle-orm/libsql";
import { openDatabase } from "../db/client.ts";
import * as schema from "../db/schema/index.ts";
import type { ServiceContext } from "../server/core/context.ts";
import { placeOrder } from "../server/modules/order/place-order.ts";
import { manualProvider } from "../server/modules/payment/manual.ts";
import { systemContext } from "../server/system-context.ts";
import { insertReadyCarts, subtotal } from "./carts.ts";
import { expectSame } from "./expect.ts";
import { RawDatabase } from "./raw-database.ts";
import { RecordingClient } from "./recording-client.ts";
import type { ShopData } from "./shop-data.ts";

export interface OrderTransactions {
  perSecond: number;
  /** The very same statements, with the same values, on bare bun:sqlite. */
  rawPerSecond: number;
  /** The most that any of the orders needed. */
  roundTrips: number;
}

/** Both sides take turns, so that a moment in which the disk is slow hurts both. */
const rounds = 5;

const millisecondsOf = async (work: () => Promise<void> | void): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

/**
 * Places orders through the service, one after another, and runs what it sent to the database on a copy of the
 * database as it was before. The first round warms both up and is not counted.
 */
export async function measureOrderTransactions(
  shopFile: string,
  ordersPerRound: number,
  shop: Pick<ShopData, "catalogue" | "shipping">,
): Promise<OrderTransactions> {
  const rawFile = `${shopFile}.raw`;
  const { client: preparing, db } = openDatabase({ url: `file:${shopFile}` });
  const carts = await insertReadyCarts(db, rounds * ordersPerRound, shop);
  preparing.close();
  copyFileSync(shopFile, rawFile);

  const client = new RecordingClient(shopFile);
  const raw = new RawDatabase(rawFile);
  const ctx: ServiceContext = {
    ...systemContext(drizzle(client, { schema })),
    paymentProviders: [manualProvider(["cash_on_delivery"])],
    paymentCapture: "automatic",
  };
  const place = async ({ cartId, lines }: (typeof carts)[number]) => {
    const idempotentRequest = { scope: "anonymous", key: crypto.randomUUID(), fingerprint: cartId };
    const { order } = await placeOrder(
      { ...ctx, idempotentRequest },
      { cartId, provider: "manual", method: "cash_on_delivery", acceptPriceChanges: false },
    );
    expectSame("the order's total", order.totals.total.amount, subtotal(lines) + shop.shipping.amount);
  };

  let [placedMs, rawMs, roundTrips] = [0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    const sent: RecordingClient["roundTrips"][] = [];
    const placed = await millisecondsOf(async () => {
      for (const cart of carts.slice(round * ordersPerRound, (round + 1) * ordersPerRound)) {
        await place(cart);
        sent.push(client.roundTrips.splice(0));
      }
    });
    const bare = await millisecondsOf(() => {
      for (const order of sent) raw.runTogether(order.flat());
    });
    roundTrips = Math.max(roundTrips, ...sent.map((order) => order.length));
    if (round === 0) continue;
    placedMs += placed;
    rawMs += bare;
  }

  const proof = "select count(*), sum(total_amount), (select sum(reserved) from stock_levels) from orders";
  const [row] = (await client.execute(proof)).rows;
  expectSame("what bun:sqlite wrote", raw.read(proof), row && [row[0], row[1], row[2]]);
  client.close();
  raw.close();
  const counted = (rounds - 1) * ordersPerRound * 1000;
  return { perSecond: counted / placedMs, rawPerSecond: counted / rawMs, roundTrips };
}
