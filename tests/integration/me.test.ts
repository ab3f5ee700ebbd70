import { expect, test } from "bun:test";
import { newCustomer, password } from "../../testing/customers.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newGuardedCustomer } from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";

test("a customer sees who they are, without a role", async () => {
  const shop = await createTestShop();
  const { client, customer } = await newCustomer(shop);
  expect(await client.auth.me.query()).toEqual({ ...customer, secondFactor: false, role: null });
  expect(await shop.client.auth.me.query()).toBeNull();
});

test("those who run the shop see their role", async () => {
  const shop = await createTestShop();
  const { client, role } = await newStaff(shop);
  expect(await client.auth.me.query()).toMatchObject({ role, secondFactor: false });
});

test("a second factor shows once it is confirmed", async () => {
  const clock = newClock();
  const shop = await createTestShop({ clock });
  const { client } = await newCustomer(shop);
  await client.auth.mfa.enroll.mutate({ password });
  expect((await client.auth.me.query())?.secondFactor).toBe(false);
  const guarded = await newGuardedCustomer(shop, clock);
  expect((await guarded.client.auth.me.query())?.secondFactor).toBe(true);
});
