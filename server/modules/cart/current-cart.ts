import { and, desc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { carts } from "../../../db/schema/index.ts";
import type { CustomerContext } from "../../core/context.ts";
import { marketCode } from "../catalog/expressions.ts";
import { getCart } from "./get-cart.ts";
import type { Cart, CurrentCartInput } from "./schema.ts";

const { placeholder } = sql;

const currentStatement = prepared((db) =>
  db
    .select({ cartId: carts.id })
    .from(carts)
    .where(
      and(
        eq(carts.customerId, placeholder("customerId")),
        eq(carts.status, "open"),
        eq(carts.market, marketCode),
      ),
    )
    .orderBy(desc(carts.updatedAt), desc(carts.id))
    .limit(1),
);

/** The customer's open cart in a market, whatever device it was filled on: the one that changed last. Null where there is none. */
export async function currentCart(ctx: CustomerContext, input: CurrentCartInput = {}): Promise<Cart | null> {
  const { customerId } = ctx.actor;
  const [current] = await currentStatement(ctx.db, { customerId, market: input.market ?? null });
  return current ? getCart(ctx, current) : null;
}
