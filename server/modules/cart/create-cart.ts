import { eq, sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { carts, customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { newCartId } from "../../core/ids.ts";
import { findMarket } from "../catalog/markets.ts";
import { getCart } from "./get-cart.ts";
import type { Cart } from "./schema.ts";

/** Null when the account was closed while its owner asked: the cart is a guest's then. */
const customerStillThere = sql`(
  select ${customers.id} from ${customers} where ${eq(customers.id, sql.placeholder("customerId"))}
)`;

const insertCart = rowInsert(carts, { customerId: customerStillThere });

/** An empty cart in a market, the customer's own if one is signed in. @throws NOT_FOUND for an unknown market */
export async function createCart(
  ctx: ServiceContext,
  input: { market?: string | undefined } = {},
): Promise<Cart> {
  return transact(ctx, async (tx) => {
    const { code, currency } = await findMarket(tx, input.market);
    const cartId = newCartId();
    const now = tx.clock.now();
    await insertCart(tx.db, {
      id: cartId,
      version: 1,
      customerId: signedInAs(tx.actor)?.customerId ?? null,
      status: "open",
      market: code,
      currency,
      email: null,
      shippingAddress: null,
      billingAddress: null,
      shippingOptionId: null,
      vatId: null,
      createdAt: now,
      updatedAt: now,
    });
    return getCart(tx, { cartId });
  });
}
