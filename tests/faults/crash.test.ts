import { expect, test } from "bun:test";
import { eq, sum } from "drizzle-orm";
import { createClient, isShopError, type Order } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { orderLines, orders, stockLevels, stockReservations } from "../../db/schema/index.ts";
import { newDatabaseFile } from "../helpers/database.ts";
import { address, newProduct } from "../helpers/factories.ts";
import { startServer } from "../helpers/server-process.ts";

const buyers = 500;
/** How many buy at the same time. */
const atOnce = 16;
/** The server is killed as soon as that many orders have been acknowledged. */
const kills = [60, 210, 390];

test("a server killed in the middle of five hundred checkouts loses none, doubles none, and its stock adds up", async () => {
  const path = await newDatabaseFile();
  const { db } = openDatabase({ url: `file:${path}` });
  const variantIds: string[] = [];
  for (let i = 0; i < 3; i++) variantIds.push((await newProduct(db, { onHand: buyers })).variantId);

  const env = { DATABASE_URL: `file:${path}` };
  let server = await startServer(env);
  const { port } = new URL(server.url);
  let up = Promise.resolve();
  const shop = createClient({ url: server.url, retries: 0 });

  /** What a good client does: sends the same again, under the same key, until somebody answers. */
  async function untilAnswered<Answer>(
    call: (key: { idempotencyKey: string }) => Promise<Answer>,
  ): Promise<Answer> {
    const key = { idempotencyKey: crypto.randomUUID() };
    for (;;) {
      try {
        return await call(key);
      } catch (error) {
        if (!isShopError(error, "NETWORK_ERROR")) throw error;
        await up;
      }
    }
  }

  const acknowledged: { order: Order; accessToken: string }[] = [];

  async function buy(): Promise<void> {
    const { id: cartId } = await untilAnswered((key) => shop.cart.create.mutate({}, key));
    for (const variantId of variantIds) {
      await untilAnswered((key) => shop.cart.addLine.mutate({ cartId, variantId, quantity: 1 }, key));
    }
    await untilAnswered((key) => shop.cart.setEmail.mutate({ cartId, email: "ada@example.com" }, key));
    await untilAnswered((key) => shop.cart.setAddresses.mutate({ cartId, shipping: address }, key));
    const shippingOptionId = "ship_standard";
    await untilAnswered((key) => shop.cart.setShippingOption.mutate({ cartId, shippingOptionId }, key));
    const placed = await untilAnswered((key) => shop.order.place.mutate({ cartId, provider: "manual" }, key));
    acknowledged.push({ order: placed.order, accessToken: placed.accessToken ?? "" });
    if (kills.includes(acknowledged.length)) up = restart();
  }

  async function restart(): Promise<void> {
    await server.stop("SIGKILL");
    server = await startServer({ ...env, PORT: port });
  }

  let started = 0;
  const queue = Array.from({ length: atOnce }, async () => {
    while (started < buyers) {
      started += 1;
      await buy();
    }
  });
  await Promise.all(queue);

  for (const { order, accessToken } of acknowledged) {
    expect(await shop.order.get.query({ id: order.id, accessToken })).toEqual(order);
  }
  await server.stop("SIGTERM");

  const placed = await db.select({ id: orders.id }).from(orders);
  expect(placed.map(({ id }) => id).toSorted()).toEqual(acknowledged.map(({ order }) => order.id).toSorted());
  expect(placed.length).toBe(buyers);
  for (const variantId of variantIds) {
    const [level] = await db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
    const [held] = await db
      .select({ units: sum(stockReservations.quantity) })
      .from(stockReservations)
      .where(eq(stockReservations.variantId, variantId));
    const [sold] = await db
      .select({ units: sum(orderLines.quantity) })
      .from(orderLines)
      .where(eq(orderLines.variantId, variantId));
    expect({ ...level, held: Number(held?.units), sold: Number(sold?.units) }).toMatchObject({
      onHand: buyers,
      reserved: buyers,
      held: buyers,
      sold: buyers,
    });
  }
});
