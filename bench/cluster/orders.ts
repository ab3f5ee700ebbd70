import { openDatabase } from "../../db/client.ts";
import type { ServiceContext } from "../../server/core/context.ts";
import { placeOrder } from "../../server/modules/order/place-order.ts";
import { manualProvider } from "../../server/modules/payment/manual.ts";
import { systemContext } from "../../server/system-context.ts";
import { countRoundTrips } from "../../tests/helpers/round-trips.ts";
import { countStatements } from "../../tests/helpers/statements.ts";
import { type FilledCart, insertReadyCarts, subtotal } from "../carts.ts";
import { expectSame } from "../expect.ts";
import type { ShopData } from "../shop-data.ts";
import { quantile } from "../statistics.ts";

/** How long `order.place` takes on a database; times in milliseconds. */
export interface OrdersPlaced {
  p50Ms: number;
  p99Ms: number;
  /** Of buyers who come all at once. */
  perSecond: number;
  /** Of one order, the most that any took. */
  roundTrips: number;
  statements: number;
}

const warmUp = 10;

/** How many of them buy at a time. */
const atOnce = 16;

/** Places orders through the service, first one after the other, then many at once. */
export async function measureOrders(
  url: string,
  shop: Pick<ShopData, "catalogue" | "shipping">,
  { preparedAt = url, alone, together }: { preparedAt?: string; alone: number; together: number },
): Promise<OrdersPlaced> {
  const preparing = openDatabase({ url: preparedAt });
  const carts = await insertReadyCarts(preparing.db, warmUp + alone + together, shop);
  preparing.client.close();

  const { client, db } = openDatabase({ url });
  const statements = countStatements(client);
  const trips = countRoundTrips(client);
  const ctx: ServiceContext = {
    ...systemContext(db),
    paymentProviders: [manualProvider(["cash_on_delivery"])],
    paymentCapture: "automatic",
  };
  const place = async ({ cartId, lines }: FilledCart) => {
    const idempotentRequest = { scope: "anonymous", key: crypto.randomUUID(), fingerprint: cartId };
    const { order } = await placeOrder(
      { ...ctx, idempotentRequest },
      { cartId, provider: "manual", method: "cash_on_delivery", acceptPriceChanges: false },
    );
    expectSame("the order's total", order.totals.total.amount, subtotal(lines) + shop.shipping.amount);
  };

  for (const cart of carts.splice(0, warmUp)) await place(cart);
  const times: number[] = [];
  let [roundTrips, most] = [0, 0];
  for (const cart of carts.splice(0, alone)) {
    const before = { trips: trips.reads + trips.writes, statements: statements() };
    const started = performance.now();
    await place(cart);
    times.push(performance.now() - started);
    roundTrips = Math.max(roundTrips, trips.reads + trips.writes - before.trips);
    most = Math.max(most, statements() - before.statements);
  }
  times.sort((a, b) => a - b);

  const started = performance.now();
  const buyer = async () => {
    for (let cart = carts.pop(); cart; cart = carts.pop()) await place(cart);
  };
  await Promise.all(Array.from({ length: atOnce }, buyer));
  const perSecond = (together * 1000) / (performance.now() - started);
  client.close();
  expectSame("transactions of an order", trips.transactions, 0);
  return {
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    perSecond,
    roundTrips,
    statements: most,
  };
}
