import { and, eq, sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { cartCoupons, cartLines, carts } from "../../../db/schema/index.ts";
import type { Connection, Statement } from "../../../db/transaction.ts";
import { buyerKey } from "../promotion/buyer-key.ts";
import type { CartLine, CartState } from "./cart-state.ts";

const { placeholder } = sql;

/** Null, which the column refuses, unless the cart is still open and as it was read. */
export const nextVersion = sql`case when ${carts.version} = ${placeholder("version")} and ${carts.status} = 'open' then ${carts.version} + 1 end`;

const updateCart = prepared((db) =>
  db
    .update(carts)
    .set({
      version: nextVersion,
      email: sql`${placeholder("email")}`,
      guestKey: sql`${placeholder("guestKey")}`,
      shippingAddress: sql`${placeholder("shippingAddress")}`,
      billingAddress: sql`${placeholder("billingAddress")}`,
      shippingOptionId: sql`${placeholder("shippingOptionId")}`,
      vatId: sql`${placeholder("vatId")}`,
      updatedAt: sql`${placeholder("updatedAt")}`,
    })
    .where(eq(carts.id, placeholder("cartId")))
    .returning({ version: carts.version }),
);

const insertLine = rowInsert(cartLines);

const isLine = eq(cartLines.id, placeholder("lineId"));

const updateLine = prepared((db) =>
  db
    .update(cartLines)
    .set({ quantity: sql`${placeholder("quantity")}`, seenUnitAmount: sql`${placeholder("seenUnitAmount")}` })
    .where(isLine),
);

const deleteLine = prepared((db) => db.delete(cartLines).where(isLine));

const insertCode = rowInsert(cartCoupons);

const deleteCode = prepared((db) =>
  db
    .delete(cartCoupons)
    .where(and(eq(cartCoupons.cartId, placeholder("cartId")), eq(cartCoupons.code, placeholder("code")))),
);

/** What breaks when the cart, or something that it names, is no longer what was read. */
export const cartRaces = ["carts.version", "FOREIGN KEY"] as const;

/**
 * The statements that make of the cart that was read the one that it is to be; they are refused when it is
 * another by now. The first answers nothing where it is gone.
 */
export function writeCart(
  db: Connection,
  before: CartState,
  after: CartState,
): readonly [ReturnType<typeof updateCart>, ...Statement[]] {
  const { cart } = after;
  return [
    updateCart(db, {
      cartId: cart.id,
      version: before.cart.version,
      email: cart.email,
      guestKey: buyerKey({ customerId: null, email: cart.email }),
      shippingAddress: asJson(cart.shippingAddress),
      billingAddress: asJson(cart.billingAddress),
      shippingOptionId: cart.shippingOptionId,
      vatId: cart.vatId,
      updatedAt: cart.updatedAt.getTime(),
    }),
    ...writeLines(db, before, after),
    ...writeCodes(db, before, after),
  ];
}

function writeLines(db: Connection, before: CartState, { cart, lines }: CartState): Statement[] {
  const known = new Map(before.lines.map((line) => [line.id, line]));
  const kept = new Set(lines.map(({ id }) => id));
  const written = lines.flatMap((line): Statement[] => {
    const stored = known.get(line.id);
    if (!stored) return [insertLine(db, { ...line, cartId: cart.id })];
    return isSame(stored, line) ? [] : [updateLine(db, { ...line, lineId: line.id })];
  });
  const dropped = before.lines.filter(({ id }) => !kept.has(id));
  return [...dropped.map(({ id }) => deleteLine(db, { lineId: id })), ...written];
}

function writeCodes(db: Connection, before: CartState, { cart, codes }: CartState): Statement[] {
  const dropped = before.codes.filter((code) => !codes.includes(code));
  const added = codes.filter((code) => !before.codes.includes(code));
  return [
    ...dropped.map((code) => deleteCode(db, { cartId: cart.id, code })),
    ...added.map((code) => insertCode(db, { cartId: cart.id, code, addedAt: cart.updatedAt })),
  ];
}

function isSame(a: CartLine, b: CartLine): boolean {
  return a.quantity === b.quantity && a.seenUnitAmount === b.seenUnitAmount;
}

function asJson(value: object | null): string | null {
  return value && JSON.stringify(value);
}
