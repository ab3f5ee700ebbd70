import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { createClient } from "../../client-sdk/src/index.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDatabase } from "../helpers/database.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { isOnServer } from "../helpers/shared-server.ts";
import { watch } from "../helpers/watching.ts";

async function fileOf({ database }: TestShop): Promise<string> {
  const { rows } = await database.client.execute("select file from pragma_database_list where name = 'main'");
  return String(rows[0]?.["file"]);
}

test("a shop that is closed leaves no open port", async () => {
  const shop = await createTestShop();
  const served = createClient({ url: shop.listen(), retry: 0 });
  expect(await served.auth.me.query()).toBeNull();
  await shop.close();
  await shop.close();
  expect(await refusalOf(served.auth.me.query())).toMatchObject({ code: "NETWORK_ERROR" });
});

test.skipIf(isOnServer)("a shop that is closed leaves no file", async () => {
  const shop = await createTestShop();
  const file = await fileOf(shop);
  expect(existsSync(file)).toBe(true);
  await shop.close();
  expect(existsSync(file)).toBe(false);
});

test("a database that was given stays open", async () => {
  const database = await newDatabase();
  const shop = await createTestShop({ database });
  const { slug } = await shop.newProduct();
  await shop.close();
  await using next = await createTestShop({ database });
  expect(await next.client.catalog.product.query({ slug })).toMatchObject({ slug });
});

test("shops know nothing of each other", async () => {
  await using one = await createTestShop();
  await using other = await createTestShop();
  await one.newProduct();
  const { token } = await one.newCustomer();
  one.clock.advance(86_400_000);
  expect((await other.client.catalog.products.query()).items).toEqual([]);
  expect(await other.clientOf(token).auth.me.query()).toBeNull();
  expect(one.clock.now().getTime() - other.clock.now().getTime()).toBeGreaterThan(86_000_000);
});

test.each([
  ["the past", "2001-09-09T01:46:40Z"],
  ["the future", "2100-01-01T00:00:00Z"],
])("in %s everything can be sold and found as well", async (_, time) => {
  await using shop = await createTestShop();
  shop.clock.set(new Date(time));
  const { variantId } = await shop.newProduct({ title: "Teapot" });
  const customer = await shop.newCustomer();
  const { order } = await shop.newOrder([{ variantId, quantity: 1 }], { client: customer.client });
  expect(order).toMatchObject({ status: "confirmed", placedAt: new Date(time) });
  expect((await shop.client.catalog.products.query({ q: "teapot" })).items.length).toBe(1);
});

test("who watches an order hears what happens to it by itself; mails wait to be delivered", async () => {
  await using shop = await createTestShop();
  const { variantId } = await shop.newProduct();
  const { mine } = await shop.newOrder([{ variantId, quantity: 1 }], { method: "cash_on_delivery" });
  const { events, until, stop } = watch(shop.client, mine);
  await until(2);
  await shop.client.order.cancel.mutate(mine);
  await until(3);
  stop();
  expect(events.map(({ type }) => type)).toEqual(["placed", "confirmed", "canceled"]);
  expect(shop.mails).toEqual([]);
  await shop.deliver();
  expect(shop.mails.length).toBeGreaterThan(0);
});

test("an account that was made is its owner's, who gets no mail of it", async () => {
  await using shop = await createTestShop();
  const { email, password, client } = await shop.newCustomer();
  expect(await client.auth.me.query()).toMatchObject({ email, role: null });
  expect(await shop.client.auth.login.mutate({ email, password })).toMatchObject({ customer: { email } });
  const { client: packer, role } = await shop.newStaff({ permissions: ["orders:read"] });
  expect(await packer.auth.me.query()).toMatchObject({ role });
  expect((await packer.admin.orders.list.query({})).items).toEqual([]);
  expect(await refusalOf(packer.admin.catalog.products.query({}))).toMatchObject({ code: "FORBIDDEN" });
  await shop.deliver();
  expect(shop.mails).toEqual([]);
});
