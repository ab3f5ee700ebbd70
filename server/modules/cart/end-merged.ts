import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { cartCoupons, cartLines, carts } from "../../../db/schema/index.ts";
import type { Connection, Statement } from "../../../db/transaction.ts";
import type { CartState } from "./cart-state.ts";
import { nextVersion } from "./write-cart.ts";

const { placeholder } = sql;

const endStatement = prepared((db) =>
  db
    .update(carts)
    .set({
      version: nextVersion,
      status: "merged",
      merge: sql`${placeholder("merge")}`,
      customerId: sql`${placeholder("customerId")}`,
      email: null,
      guestKey: null,
      shippingAddress: null,
      billingAddress: null,
      vatId: null,
      updatedAt: sql`${placeholder("at")}`,
    })
    .where(eq(carts.id, placeholder("cartId"))),
);

const dropLines = prepared((db) => db.delete(cartLines).where(eq(cartLines.cartId, placeholder("cartId"))));

const dropCodes = prepared((db) =>
  db.delete(cartCoupons).where(eq(cartCoupons.cartId, placeholder("cartId"))),
);

interface End {
  /** The cart that it went into, and what could not. */
  merge: NonNullable<CartState["cart"]["merge"]>;
  /** Whose both are from now on: their repeat is answered as they were. */
  customerId: string;
  at: Date;
}

/** The statements that end a cart whose lines have gone into another one; refused when it is no longer what was read. */
export function endMerged(db: Connection, { cart }: CartState, { merge, customerId, at }: End): Statement[] {
  const { id: cartId, version } = cart;
  return [
    endStatement(db, { cartId, version, merge: JSON.stringify(merge), customerId, at: at.getTime() }),
    dropLines(db, { cartId }),
    dropCodes(db, { cartId }),
  ];
}
