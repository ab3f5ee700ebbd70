import { expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { prepared, preparedOne } from "../../../db/prepared.ts";
import { carts, markets } from "../../../db/schema/index.ts";
import { batch, transact } from "../../../db/transaction.ts";
import { newDatabase } from "../../helpers/database.ts";

let builds = 0;

const cartStatement = prepared((db) => {
  builds += 1;
  return db
    .select()
    .from(carts)
    .where(eq(carts.id, sql.placeholder("id")));
});

const insertCart = prepared((db) =>
  db.insert(carts).values({
    id: sql.placeholder("id"),
    market: "default",
    currency: "EUR",
    email: sql.placeholder("email"),
    shippingAddress: sql.placeholder("address"),
    createdAt: sql.placeholder("now"),
    updatedAt: sql.placeholder("now"),
  }),
);

const now = new Date(5);
const address = { firstName: "A", lastName: "B", line1: "1", city: "C", postalCode: "D", country: "FR" };

test("a prepared statement is built once and runs on every database it is asked to", async () => {
  const [one, other] = [await newDatabase(), await newDatabase()];
  await insertCart(one.db, { id: "cart_a", email: "a@example.com", address, now });
  expect(await cartStatement(one.db, { id: "cart_a" })).toMatchObject([
    { id: "cart_a", email: "a@example.com", shippingAddress: address, createdAt: now },
  ]);
  expect(await cartStatement(other.db, { id: "cart_a" })).toEqual([]);
  expect(builds).toBe(1);
});

test("it runs in the transaction it is asked to, and not outside of it", async () => {
  const { db } = await newDatabase();
  const failed = transact({ db }, async (tx) => {
    await insertCart(tx.db, { id: "cart_b", email: null, address: null, now });
    expect(await cartStatement(tx.db, { id: "cart_b" })).toMatchObject([
      { email: null, shippingAddress: null },
    ]);
    expect(await cartStatement(db, { id: "cart_b" })).toEqual([]);
    throw new Error("undone");
  });
  await expect(failed).rejects.toThrow("undone");
  expect(await cartStatement(db, { id: "cart_b" })).toEqual([]);
});

test("it can be one of a batch, with others of any kind", async () => {
  const { db } = await newDatabase();
  await batch({ db }, (connection) => [
    insertCart(connection, { id: "cart_c", email: null, address, now }),
    connection.insert(markets).values({ code: "jp", name: "Japan", currency: "JPY" }),
  ]);
  const [[cart], all] = await batch({ db }, (connection) => [
    cartStatement(connection, { id: "cart_c" }),
    connection.select({ code: markets.code }).from(markets).orderBy(markets.code),
  ]);
  expect(cart).toMatchObject({ id: "cart_c", shippingAddress: address, updatedAt: now });
  expect(all).toEqual([{ code: "default" }, { code: "jp" }]);
});

const openCart = preparedOne((db) =>
  db
    .select({ id: carts.id, address: carts.shippingAddress, createdAt: carts.createdAt })
    .from(carts)
    .where(eq(carts.email, sql.placeholder("email")))
    .orderBy(carts.id),
);

test("one that gives one row gives the first, or undefined, outside of a transaction and in it", async () => {
  const { db } = await newDatabase();
  for (const id of ["cart_e", "cart_d"]) await insertCart(db, { id, email: "a@example.com", address, now });
  const first = { id: "cart_d", address, createdAt: now };
  expect(await openCart(db, { email: "a@example.com" })).toEqual(first);
  expect(await openCart(db, { email: "b@example.com" })).toBeUndefined();
  await transact({ db }, async (tx) => {
    expect(await openCart(tx.db, { email: "a@example.com" })).toEqual(first);
    await tx.db.update(carts).set({ email: "b@example.com" }).where(eq(carts.id, "cart_d"));
    expect(await openCart(tx.db, { email: "b@example.com" })).toEqual(first);
  });
});
