import { and, eq, type SQL, sql } from "drizzle-orm";
import { carts, orders } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { forgottenEmail } from "../order/forgotten.ts";

/**
 * Takes from the customer's orders all that tells who bought: what the books and the tax office need stays, with the
 * country. Nobody holds the new access token. Carts that were not ordered go.
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
      updatedAt,
    })
    .where(eq(orders.customerId, customerId));
  await db.delete(carts).where(and(eq(carts.customerId, customerId), eq(carts.status, "open")));
  await db
    .update(carts)
    .set({ email: null, shippingAddress: null, billingAddress: null, updatedAt })
    .where(eq(carts.customerId, customerId));
}

function onlyCountryOf(address: typeof orders.shippingAddress | typeof orders.billingAddress): SQL {
  return sql`json_object(
    'firstName', '', 'lastName', '', 'line1', '', 'city', '', 'postalCode', '', 'country', ${address} ->> '$.country'
  )`;
}
