import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import {
  carts,
  orderLines,
  orders,
  promotionBuyers,
  promotionUses,
  returns,
} from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { forgottenEmail } from "../order/forgotten.ts";

/**
 * Takes from the customer's orders all that tells who bought: what the books and the tax office need stays, with the
 * country, and the VAT id by which a company owes the tax itself. Nobody holds the new access token. Carts that were not ordered go.
 */
export async function forgetPurchases({ db, clock }: TransactionContext, customerId: string): Promise<void> {
  const updatedAt = clock.now();
  await db
    .update(orders)
    .set({
      email: forgottenEmail,
      accessToken: sql`lower(hex(randomblob(24)))`,
      shippingAddress: onlyCountryOf(orders.shippingAddress),
      billingAddress: onlyCountryOf(orders.billingAddress),
      vatId: sql`iif(${orders.taxRelief} = 'reverse_charge', ${orders.vatId}, null)`,
      updatedAt,
    })
    .where(eq(orders.customerId, customerId));
  const theirs = db.select({ id: orders.id }).from(orders).where(eq(orders.customerId, customerId));
  await db
    .update(returns)
    .set({ reason: "", photos: [], answer: null })
    .where(inArray(returns.orderId, theirs));
  await db.update(orderLines).set({ attributes: {} }).where(inArray(orderLines.orderId, theirs));
  await forgetPromotions(db, customerId);
  await db.delete(carts).where(and(eq(carts.customerId, customerId), eq(carts.status, "open")));
  await db
    .update(carts)
    .set({
      email: null,
      guestKey: null,
      shippingAddress: null,
      billingAddress: null,
      vatId: null,
      updatedAt,
    })
    .where(eq(carts.customerId, customerId));
}

/** What promotions have counted of the customer; how often they were used, and for which orders, stays. */
async function forgetPromotions(db: Transaction, customerId: string): Promise<void> {
  const theirOrders = db.select({ id: orders.id }).from(orders).where(eq(orders.customerId, customerId));
  await db.update(promotionUses).set({ buyer: null }).where(inArray(promotionUses.orderId, theirOrders));
  await db.delete(promotionBuyers).where(eq(promotionBuyers.buyer, customerId));
}

function onlyCountryOf(address: typeof orders.shippingAddress | typeof orders.billingAddress): SQL {
  return sql`iif(${address} is null, null, json_object(
    'firstName', '', 'lastName', '', 'line1', '', 'city', '', 'postalCode', '', 'country', ${address} ->> '$.country'
  ))`;
}
