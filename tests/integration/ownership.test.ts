import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { permissions } from "../../db/enums.ts";
import { carts, customers, orders } from "../../db/schema/index.ts";
import { createCart } from "../../server/modules/cart/create-cart.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newServiceContext } from "../helpers/context.ts";
import { signIn } from "../helpers/customers.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newKey } from "../helpers/world.ts";

const notFound = { code: "NOT_FOUND" as const, data: {} };

/** Everybody who is not the customer. */
async function othersIn(shop: TestShop): Promise<[name: string, client: ShopClient][]> {
  return [
    ["a guest", shop.client],
    ["another customer", (await newCustomer(shop)).client],
    ["the owner of the shop", (await newStaff(shop)).client],
    ["an API key", clientWith(shop.app, (await newKey(shop, permissions)).key)],
  ];
}

/** Every call that names a cart, with what would be right for its owner. */
function cartCalls({ cart, order }: ShopClient, cartId: string, lineId: string, variantId: string) {
  return {
    get: () => cart.get.query({ cartId }),
    addLine: () => cart.addLine.mutate({ cartId, variantId, quantity: 1 }),
    updateLine: () => cart.updateLine.mutate({ cartId, lineId, quantity: 2 }),
    removeByQuantity: () => cart.updateLine.mutate({ cartId, lineId, quantity: 0 }),
    removeLine: () => cart.removeLine.mutate({ cartId, lineId }),
    setEmail: () => cart.setEmail.mutate({ cartId, email: "eve@example.com" }),
    setAddresses: () => cart.setAddresses.mutate({ cartId, shipping: address }),
    shippingOptions: () => cart.shippingOptions.query({ cartId }),
    setShippingOption: () => cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_express" }),
    place: () => order.place.mutate({ cartId, provider: "manual" }),
  };
}

async function shopWithCustomersCart() {
  const shop = await createTestShop();
  const owner = await newCustomer(shop);
  const { variantId } = await newProduct(shop.db);
  const cart = await readyCart(owner, [{ variantId, quantity: 1 }]);
  const callsOf = (client: ShopClient) => cartCalls(client, cart.id, cart.lines[0]?.id ?? "", variantId);
  return { shop, owner, cart, callsOf };
}

describe("a customer's cart", () => {
  test("is not found by anybody else, whatever is asked of it, and stays as it is", async () => {
    const { shop, owner, cart, callsOf } = await shopWithCustomersCart();
    const others = await othersIn(shop);
    const before = await readTables(shop);
    for (const [who, client] of others) {
      for (const [what, call] of Object.entries(callsOf(client))) {
        expect({ who, what, refusal: await refusalOf(call()) }).toEqual({ who, what, refusal: notFound });
      }
    }
    expect(await readTables(shop)).toEqual(before);
    expect(await owner.client.cart.get.query({ cartId: cart.id })).toEqual(cart);
  });

  test("is not found either by what its owner would be refused, which might tell what is in it", async () => {
    const { shop, owner, cart } = await shopWithCustomersCart();
    const { id: cartId } = cart;
    const variantId = cart.lines[0]?.variantId ?? "";
    const refusalsOf = ({ cart }: ShopClient) =>
      Promise.all([
        refusalOf(cart.addLine.mutate({ cartId, variantId, quantity: 9_999 })),
        refusalOf(cart.addLine.mutate({ cartId, variantId, quantity: 100 })),
        refusalOf(cart.addLine.mutate({ cartId, variantId: "var_unknown", quantity: 1 })),
        refusalOf(cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_unknown" })),
      ]);
    const codes = (await refusalsOf(owner.client)).map(({ code }) => code);
    expect(codes).toEqual(["BAD_REQUEST", "OUT_OF_STOCK", "VARIANT_UNAVAILABLE", "SHIPPING_UNAVAILABLE"]);
    for (const [, client] of await othersIn(shop)) {
      expect(await refusalsOf(client)).toEqual([notFound, notFound, notFound, notFound]);
    }
  });

  test("that was ordered is not found by anybody else either", async () => {
    const { shop, callsOf, owner } = await shopWithCustomersCart();
    const placed = await callsOf(owner.client).place();
    const others = await othersIn(shop);
    const before = await readTables(shop);
    for (const [who, client] of others) {
      for (const [what, call] of Object.entries(callsOf(client))) {
        expect({ who, what, refusal: await refusalOf(call()) }).toEqual({ who, what, refusal: notFound });
      }
    }
    expect(await readTables(shop)).toEqual(before);
    expect(await callsOf(owner.client).place()).toEqual(placed);
  });

  test("is the customer's on every device, for all that a cart is for", async () => {
    const { shop, owner, cart, callsOf } = await shopWithCustomersCart();
    const phone = await signIn(shop, owner.email, "phone");
    const { removeLine, removeByQuantity, ...calls } = callsOf(phone.client);
    for (const call of Object.values(calls)) await call();
    expect((await owner.client.cart.get.query({ cartId: cart.id })).status).toBe("ordered");
    expect((await refusalOf(removeLine())).code).toBe("CART_NOT_OPEN");
    expect((await refusalOf(removeByQuantity())).code).toBe("CART_NOT_OPEN");
  });

  test("is refused under an Idempotency-Key too, whose answer of the owner stays the owner's", async () => {
    const { shop, owner, cart } = await shopWithCustomersCart();
    const eve = await newCustomer(shop);
    const place = (token: string | undefined) =>
      shop.app(
        new Request("http://shop.test/trpc/order.place", {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "idempotency-key": "the-same-key",
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
          body: JSON.stringify({ json: { cartId: cart.id, provider: "manual" } }),
        }),
      );
    expect((await place(owner.token)).status).toBe(200);
    for (const token of [eve.token, undefined]) expect((await place(token)).status).toBe(404);
    expect((await place(owner.token)).status).toBe(200);
  });

  test("is a guest's when the account went while its owner asked for it", async () => {
    const context = await newServiceContext();
    const actor = { type: "customer", customerId: "cus_gone", sessionId: "ses_gone" } as const;
    const { id } = await createCart({ ...context, actor }, {});
    const [row] = await context.db.select().from(carts).where(eq(carts.id, id));
    expect(row?.customerId).toBeNull();
  });
});

describe("a guest's cart", () => {
  test("is whoever's knows its id, signed in or not", async () => {
    const shop = await createTestShop();
    const { variantId } = await newProduct(shop.db);
    for (const [, client] of await othersIn(shop)) {
      const cart = await readyCart(shop, [{ variantId, quantity: 1 }]);
      expect(await client.cart.get.query({ cartId: cart.id })).toEqual(cart);
      await client.cart.setEmail.mutate({ cartId: cart.id, email: "eve@example.com" });
    }
  });

  test("that a customer orders is the customer's from then on, with the order", async () => {
    const shop = await createTestShop();
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const { client } = await newCustomer(shop);
    const placed = await client.order.place.mutate({ cartId, provider: "manual" });
    expect(placed.accessToken).toBeNull();
    expect(await refusalOf(shop.client.order.place.mutate({ cartId, provider: "manual" }))).toEqual(notFound);
    expect(await refusalOf(shop.client.cart.get.query({ cartId }))).toEqual(notFound);
    expect(await client.order.place.mutate({ cartId, provider: "manual" })).toEqual(placed);
  });
});

describe("a customer's order", () => {
  async function shopWithCustomersOrder() {
    const { shop, owner, cart } = await shopWithCustomersCart();
    const placed = await owner.client.order.place.mutate({ cartId: cart.id, provider: "manual" });
    return { shop, owner, placed };
  }

  test("is seen by the customer without a token, and gives none away", async () => {
    const { owner, placed } = await shopWithCustomersOrder();
    expect(placed.accessToken).toBeNull();
    expect(await owner.client.order.get.query({ id: placed.order.id })).toEqual(placed.order);
  });

  test("is not found by anybody else without its token, which nobody was given", async () => {
    const { shop, placed } = await shopWithCustomersOrder();
    const { id } = placed.order;
    const others = await othersIn(shop);
    const before = await readTables(shop);
    for (const [, { order }] of others) {
      for (const accessToken of [undefined, "", "x".repeat(32)]) {
        expect(await refusalOf(order.get.query({ id, accessToken }))).toEqual(notFound);
      }
    }
    expect(await readTables(shop)).toEqual(before);
  });

  test("is confirmed by a mail without a token, that says to sign in", async () => {
    const { shop, placed } = await shopWithCustomersOrder();
    const [row] = await shop.db.select().from(orders);
    await shop.deliver();
    const mail = shop.mails.at(-1);
    expect(mail?.subject).toBe(`Your order ${placed.order.number}`);
    for (const body of [mail?.text ?? "", mail?.html ?? ""]) {
      expect(body).toContain(placed.order.id);
      expect(body).toContain("sign in");
      expect(body).not.toContain(row?.accessToken ?? "");
      expect(body).not.toContain("Access token");
    }
  });
});

describe("a guest's order", () => {
  test("is nobody's by being signed in: all need its token", async () => {
    const shop = await createTestShop();
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const { order, accessToken } = await shop.client.order.place.mutate({ cartId, provider: "manual" });
    for (const [, client] of await othersIn(shop)) {
      expect(await refusalOf(client.order.get.query({ id: order.id }))).toEqual(notFound);
      const seen = await client.order.get.query({ id: order.id, accessToken: accessToken ?? "" });
      expect(seen).toEqual(order);
    }
    expect((await shop.db.select().from(customers)).length).toBe(2);
  });
});
