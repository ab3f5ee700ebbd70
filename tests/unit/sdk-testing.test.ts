import { expect, test } from "bun:test";
import { isShopError, type OrderEvent } from "../../client-sdk/src/index.ts";
import { createFakeShop, shopError } from "../../client-sdk/src/testing.ts";

const line = { cartId: "cart_1", variantId: "var_1", quantity: 9 };

test("the fake shop answers as it is told, and keeps what it was called with", async () => {
  const shop = createFakeShop({
    "catalog.suggest": ({ q }) => [{ slug: q, title: q.toUpperCase() }],
    "payment.providers": [],
  });
  expect(await shop.client.catalog.suggest.query({ q: "mug" })).toEqual([{ slug: "mug", title: "MUG" }]);
  expect(await shop.client.payment.providers.query()).toEqual([]);
  expect(shop.callsOf("catalog.suggest")).toEqual([{ q: "mug" }]);
  expect(shop.calls.map(({ path }) => path)).toEqual(["catalog.suggest", "payment.providers"]);
});

test("it refuses as the shop does, with what comes with the code", async () => {
  const shop = createFakeShop({
    "cart.addLine": ({ variantId, quantity }) => {
      throw shopError("OUT_OF_STOCK", { variantId, available: quantity - 1 });
    },
    "cart.get": shopError("NOT_FOUND"),
  });
  const error = await shop.client.cart.addLine.mutate(line).catch((error: unknown) => error);
  if (!isShopError(error, "OUT_OF_STOCK")) expect.unreachable();
  expect(error.data).toEqual({ variantId: "var_1", available: 8 });
  expect(error.path).toBe("cart.addLine");
  await expect(shop.client.cart.get.query({ cartId: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("it changes its mind", async () => {
  const shop = createFakeShop({ "payment.providers": shopError("NETWORK_ERROR") });
  await expect(shop.client.payment.providers.query()).rejects.toMatchObject({ code: "NETWORK_ERROR" });
  shop.answer("payment.providers", []);
  expect(await shop.client.payment.providers.query()).toEqual([]);
});

test("a call that nothing was said of names itself", async () => {
  const call = createFakeShop().client.cart.get.query({ cartId: "x" });
  await expect(call).rejects.toThrow("The fake shop has no answer to cart.get");
});

test("it tells those who listen, until they stop", () => {
  const shop = createFakeShop();
  const heard: OrderEvent[] = [];
  const { unsubscribe } = shop.client.order.watch.subscribe(
    { id: "ord_1" },
    { onData: (event) => heard.push(event) },
  );
  const event: OrderEvent = { id: 1, type: "confirmed", details: {}, happenedAt: new Date(1) };
  shop.emit("order.watch", event);
  unsubscribe();
  shop.emit("order.watch", { ...event, id: 2 });
  expect(heard).toEqual([event]);
});

test("who subscribes is told what it was told to answer, or refused with it", async () => {
  const event: OrderEvent = { id: 1, type: "confirmed", details: {}, happenedAt: new Date(1) };
  const shop = createFakeShop({ "order.watch": event });
  const told = await new Promise((onData) => shop.client.order.watch.subscribe({ id: "ord_1" }, { onData }));
  expect(told).toEqual(event);
  shop.answer("order.watch", shopError("NOT_FOUND"));
  const error = await new Promise((onError) =>
    shop.client.order.watch.subscribe({ id: "ord_1" }, { onData() {}, onError }),
  );
  expect(error).toMatchObject({ code: "NOT_FOUND", path: "order.watch" });
});

/** Never called: what must not compile. */
export function misuse() {
  // @ts-expect-error there is no such procedure
  createFakeShop({ "cart.burn": [] });
  // @ts-expect-error that is not what it answers
  createFakeShop({ "payment.providers": 7 });
  // @ts-expect-error what is available is missing
  shopError("OUT_OF_STOCK", { variantId: "var_1" });
}
