import type { Database } from "../../db/client.ts";
import { carts, orders } from "../../db/schema/index.ts";
import { newCartId, newId, newOrderNumber, randomToken } from "../../server/core/ids.ts";

/** An order of nothing, for uses of promotions to belong to. */
export async function newEmptyOrder(db: Database, traits: Partial<typeof orders.$inferInsert> = {}) {
  const now = new Date();
  const [cartId, sold] = [newCartId(), { market: "default", currency: "EUR" }];
  await db.insert(carts).values({ id: cartId, ...sold, createdAt: now, updatedAt: now });
  const order: typeof orders.$inferInsert = {
    ...sold,
    id: newId("ord"),
    number: newOrderNumber(),
    cartId,
    status: "confirmed",
    paymentStatus: "paid",
    fulfillmentStatus: "unfulfilled",
    email: "ada@example.com",
    accessToken: randomToken(),
    subtotalAmount: 0,
    discountAmount: 0,
    shippingAmount: 0,
    shippingDiscountAmount: 0,
    shippingAdjustments: [],
    shippingTaxes: [],
    taxAmount: 0,
    taxIncluded: true,
    totalAmount: 0,
    placedAt: now,
    updatedAt: now,
    ...traits,
  };
  await db.insert(orders).values(order);
  return order;
}
