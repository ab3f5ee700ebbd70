import { expect, test } from "bun:test";
import { z } from "zod";
import { carts, idempotencyKeys, orders } from "../../db/schema/index.ts";
import { AppError } from "../../server/core/errors.ts";
import { prepareAndWrite } from "../../server/modules/idempotency/prepare-and-write.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newServiceContext } from "../helpers/context.ts";
import { refusalOf } from "../helpers/refusal.ts";

const day = 24 * 60 * 60 * 1000;

test("a mutation under the same key and input happens once and gives the first answer again", async () => {
  const { client, db } = await createTestShop();
  const { variantId } = await newProduct(db);
  const { id: cartId } = await client.cart.create.mutate({});
  const add = () => client.cart.addLine.mutate({ cartId, variantId, quantity: 1 }, { idempotencyKey: "one" });
  const first = await add();
  await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
  expect(await add()).toEqual(first);
  const { lines } = await client.cart.get.query({ cartId });
  expect(lines[0]?.quantity).toBe(1);
});

test("at the same time too", async () => {
  const { client, db } = await createTestShop();
  const create = () => client.cart.create.mutate({}, { idempotencyKey: "double-click" });
  const answers = await Promise.all([create(), create(), create(), create()]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect((await db.select().from(carts)).length).toBe(1);
});

test("at the same time too where the second finds what the first has done before it can begin", async () => {
  const idempotentRequest = { scope: "key_1", key: "double-click", fingerprint: "same" };
  const ctx = { ...(await newServiceContext()), idempotentRequest };
  const first = () =>
    prepareAndWrite(
      ctx,
      z.string(),
      async () => "made",
      async (_, prepared) => prepared,
    );
  const second = prepareAndWrite(
    ctx,
    z.string(),
    async () => {
      await first();
      throw new AppError("UNITS_UNAVAILABLE", { lineId: "oline_1", available: 0 });
    },
    async () => "never",
  );
  expect(await second).toBe("made");
});

test("another input, or another procedure, under a used key is refused", async () => {
  const { client } = await createTestShop();
  const { id: cartId } = await client.cart.create.mutate({}, { idempotencyKey: "k" });
  const set = (email: string, idempotencyKey: string) =>
    client.cart.setEmail.mutate({ cartId, email }, { idempotencyKey });
  await set("ada@example.com", "e");
  for (const call of [() => set("eve@example.com", "e"), () => set("ada@example.com", "k")]) {
    expect(await refusalOf(call())).toEqual({ code: "IDEMPOTENCY_CONFLICT", data: {} });
  }
  expect((await client.cart.get.query({ cartId })).email).toBe("ada@example.com");
});

test("a refusal is not remembered: the same request may succeed later", async () => {
  const { client, db } = await createTestShop();
  const { variantId } = await newProduct(db);
  const cart = await readyCart({ client }, []);
  const place = () =>
    client.order.place.mutate({ cartId: cart.id, provider: "manual" }, { idempotencyKey: "later" });
  expect(await refusalOf(place())).toMatchObject({ code: "CART_EMPTY" });
  expect(await db.select().from(idempotencyKeys)).not.toContainEqual(
    expect.objectContaining({ key: "later" }),
  );
  await client.cart.addLine.mutate({ cartId: cart.id, variantId, quantity: 1 });
  await client.cart.setShippingOption.mutate({ cartId: cart.id, shippingOptionId: "ship_standard" });
  expect((await place()).order.status).toBe("confirmed");
});

test("an order placed under a key gives its first answer again, and refuses the key to another cart", async () => {
  const { client, db } = await createTestShop();
  const { variantId } = await newProduct(db);
  const [mine, other] = [
    await readyCart({ client }, [{ variantId, quantity: 1 }]),
    await readyCart({ client }, [{ variantId, quantity: 1 }]),
  ];
  const place = (cartId: string) =>
    client.order.place.mutate({ cartId, provider: "manual" }, { idempotencyKey: "order" });
  const answers = await Promise.all([place(mine.id), place(mine.id), place(mine.id)]);
  expect(await place(mine.id)).toEqual(answers[0]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await refusalOf(place(other.id))).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
  expect((await db.select().from(orders)).length).toBe(1);
});

test("a key used for one cart is refused for any other, whatever state that is in", async () => {
  const { client, db } = await createTestShop();
  const { variantId } = await newProduct(db);
  const lines = [{ variantId, quantity: 1 }];
  const [mine, other, empty] = [
    await readyCart({ client }, lines),
    await readyCart({ client }, lines),
    await client.cart.create.mutate(),
  ];
  const place = (cartId: string, idempotencyKey: string) =>
    client.order.place.mutate({ cartId, provider: "manual" }, { idempotencyKey });
  const first = await place(mine.id, "one");
  expect(await place(mine.id, "two")).toEqual(first);
  for (const key of ["one", "two"]) {
    for (const cartId of [other.id, empty.id, "cart_unknown"]) {
      expect(await refusalOf(place(cartId, key))).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
    }
  }
  expect((await db.select().from(orders)).length).toBe(1);
});

test("a key is forgotten after a day, and forgotten keys are cleared away as new ones come", async () => {
  let now = Date.now();
  const { client, db } = await createTestShop({ clock: { now: () => new Date(now) } });
  const create = (idempotencyKey: string) => client.cart.create.mutate({}, { idempotencyKey });
  const first = await create("again");
  for (let i = 0; i < 10; i++) await create(`old-${i}`);
  now += day - 1;
  expect((await create("again")).id).toBe(first.id);
  now += 2;
  expect((await create("again")).id).not.toBe(first.id);
  for (let i = 0; i < 5; i++) await create(`new-${i}`);
  const keys = (await db.select().from(idempotencyKeys)).map(({ key }) => key);
  expect(keys.toSorted()).toEqual(["again", "new-0", "new-1", "new-2", "new-3", "new-4"]);
});

test("each call of a batch under one key has its own place in it", async () => {
  const { app, client } = await createTestShop();
  const { id: cartId } = await client.cart.create.mutate({});
  const send = () =>
    app(
      new Request("http://shop.test/trpc/cart.setEmail,cart.setEmail?batch=1", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "batch" },
        body: JSON.stringify({
          0: { json: { cartId, email: "a@example.com" } },
          1: { json: { cartId, email: "b@example.com" } },
        }),
      }),
    );
  const first = await (await send()).json();
  expect(await (await send()).json()).toEqual(first);
  expect((await client.cart.get.query({ cartId })).version).toBe(3);
});

test.each(["", "two words", "x".repeat(256)])("a key of %p is refused", async (key) => {
  const { app } = await createTestShop();
  const response = await app(
    new Request("http://shop.test/trpc/cart.create", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: '{"json":{}}',
    }),
  );
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { json: { data: { code: "BAD_REQUEST", issues: [{ path: "Idempotency-Key" }] } } },
  });
});
