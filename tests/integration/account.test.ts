import { describe, expect, test } from "bun:test";
import { asc, count, eq } from "drizzle-orm";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import {
  auditEvents,
  carts,
  customerAddresses,
  customers,
  idempotencyKeys,
  identities,
  invitations,
  orderLines,
  orders,
  outbox,
  payments,
  promotionBuyers,
  promotions,
  promotionUses,
  sessions,
  staff,
} from "../../db/schema/index.ts";
import { batch } from "../../db/transaction.ts";
import type { CustomerContext } from "../../server/core/context.ts";
import type { Limiter } from "../../server/core/ports.ts";
import { saveAddress } from "../../server/modules/customer/addresses.ts";
import { redeemPromotions } from "../../server/modules/promotion/redeem.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, password } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newGuardedCustomer } from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { signIn, signUp } from "../helpers/customers.ts";
import { readTables } from "../helpers/dump.ts";
import { newEmptyOrder } from "../helpers/promotions.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newIdentity } from "../helpers/world.ts";

const notFound = { code: "NOT_FOUND" as const, data: {} };

async function saveAddresses(client: ShopClient, labels: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const label of labels) ids.push((await client.account.saveAddress.mutate({ label, address })).id);
  return ids;
}

/** An order of one product, confirmed to ada@example.com. */
async function placeOrder({ db }: TestShop, client: ShopClient) {
  const { variantId } = await newProduct(db);
  const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
  return { cartId, variantId, placed: await client.order.place.mutate({ cartId, provider: "manual" }) };
}

/** The labels of the customer's addresses, the default one first. */
async function labelsOf(client: ShopClient) {
  const addresses = await client.account.addresses.query();
  expect(addresses.map(({ isDefault }) => isDefault)).toEqual(addresses.map((_, index) => index === 0));
  return addresses.map(({ label }) => label);
}

describe("the profile", () => {
  test("starts empty, takes the fields that are given and forgets those that are null", async () => {
    const { client, email, customer } = await newCustomer(await createTestShop());
    const empty = { firstName: null, lastName: null, phone: null, version: 1 };
    expect(await client.account.profile.query()).toMatchObject({ id: customer.id, email, ...empty });
    await client.account.updateProfile.mutate({ version: 1, firstName: " Ada ", phone: "+44 20 7946 0000" });
    const named = await client.account.updateProfile.mutate({
      version: 2,
      lastName: "Lovelace",
      phone: null,
    });
    expect(named).toMatchObject({ firstName: "Ada", lastName: "Lovelace", phone: null, version: 3 });
    expect(await client.account.profile.query()).toEqual(named);
  });

  test("that has changed since it was seen is not written over, and the refusal tells its version", async () => {
    const { client } = await newCustomer(await createTestShop());
    await client.account.updateProfile.mutate({ version: 1, firstName: "Ada" });
    const stale = client.account.updateProfile.mutate({ version: 1, firstName: "Grace" });
    expect(await refusalOf(stale)).toEqual({ code: "VERSION_CONFLICT", data: { current: 2 } });
    expect((await client.account.profile.query()).firstName).toBe("Ada");
  });

  test("changed by two at once keeps one of the changes whole and refuses the other", async () => {
    const { client } = await newCustomer(await createTestShop());
    const changes = await Promise.allSettled(
      ["Ada", "Grace"].map((name) =>
        client.account.updateProfile.mutate({ version: 1, firstName: name, lastName: name }),
      ),
    );
    expect(changes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { firstName, lastName, version } = await client.account.profile.query();
    expect(lastName).toBe(firstName);
    expect(version).toBe(2);
  });

  test("of one customer is not that of another", async () => {
    const shop = await createTestShop();
    const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
    await mine.client.account.updateProfile.mutate({ version: 1, firstName: "Ada" });
    expect((await theirs.client.account.profile.query()).firstName).toBeNull();
  });
});

describe("an address", () => {
  test("is kept as it was given, with the postal code as its country writes it", async () => {
    const { client } = await newCustomer(await createTestShop());
    const saved = await client.account.saveAddress.mutate({
      label: "Home",
      address: { ...address, postalCode: "sw1y4jh" },
    });
    expect(saved).toMatchObject({ id: expect.stringMatching(/^addr_/), label: "Home", address });
    expect(await client.account.addresses.query()).toEqual([saved]);
  });

  test("is changed as a whole by its id, and stays the default if it was", async () => {
    const { client } = await newCustomer(await createTestShop());
    const [id = ""] = await saveAddresses(client, ["Home", "Work"]);
    const moved = { ...address, line1: "5 Ockham Park", city: "Ockham" };
    const changed = await client.account.saveAddress.mutate({ id, address: moved });
    expect(changed).toMatchObject({ id, label: null, address: moved, isDefault: true });
    expect(await labelsOf(client)).toEqual([null, "Work"]);
  });

  test.each([
    ["a postal code of another country", { country: "DE", postalCode: "SW1Y 4JH" }, "postalCode"],
    ["no postal code where there are some", { country: "FR", postalCode: "" }, "postalCode"],
    ["no region where there are some", { country: "US", postalCode: "20500" }, "region"],
    ["a country that is none", { country: "XX" }, "country"],
  ])("is refused with %s, by the name of the field", async (_, wrong, field) => {
    const { client } = await newCustomer(await createTestShop());
    const call = client.account.saveAddress.mutate({ address: { ...address, ...wrong } });
    expect(await refusalOf(call)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: `address.${field}` }] },
    });
    expect(await client.account.addresses.query()).toEqual([]);
  });

  test("does without a postal code where the country has none", async () => {
    const { client } = await newCustomer(await createTestShop());
    const hongKong = { ...address, country: "HK", city: "Kowloon", postalCode: "" };
    await client.account.saveAddress.mutate({ address: hongKong });
    expect((await client.account.addresses.query())[0]?.address).toEqual(hongKong);
  });

  test("is refused beyond fifty, however many are saved at once, while those that are there can change", async () => {
    const { client } = await newCustomer(await createTestShop());
    const saves = await Promise.allSettled(
      Array.from({ length: 53 }, () => client.account.saveAddress.mutate({ address })),
    );
    expect(saves.filter(({ status }) => status === "rejected").length).toBe(3);
    const refused = client.account.saveAddress.mutate({ address });
    expect(await refusalOf(refused)).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path: "" }] } });
    const [first] = await client.account.addresses.query();
    await client.account.saveAddress.mutate({ id: first?.id, label: "Home", address });
    expect((await labelsOf(client)).length).toBe(50);
  });

  test("of somebody else is not found, whatever is asked of it, and stays as it is", async () => {
    const shop = await createTestShop();
    const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
    const [first = "", second = ""] = await saveAddresses(theirs.client, ["Home", "Work"]);
    await saveAddresses(mine.client, ["Mine"]);
    const before = await theirs.client.account.addresses.query();
    const { account } = mine.client;
    for (const id of [first, second, "addr_none"]) {
      expect(await refusalOf(account.saveAddress.mutate({ id, address }))).toEqual(notFound);
      expect(await refusalOf(account.removeAddress.mutate({ id }))).toEqual(notFound);
      expect(await refusalOf(account.setDefaultAddress.mutate({ id }))).toEqual(notFound);
    }
    expect(await theirs.client.account.addresses.query()).toEqual(before);
    expect(await labelsOf(mine.client)).toEqual(["Mine"]);
  });

  test("is not saved for an account that is gone", async () => {
    const context = await newServiceContext();
    const actor = { type: "customer", customerId: "cus_gone", sessionId: "ses_gone" } as const;
    const ctx: CustomerContext = { ...context, actor };
    await expect(saveAddress(ctx, { address })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});

describe("the default address", () => {
  test("is the first one until another is chosen", async () => {
    const { client } = await newCustomer(await createTestShop());
    const [, , third = ""] = await saveAddresses(client, ["Home", "Work", "Cabin"]);
    expect(await labelsOf(client)).toEqual(["Home", "Cabin", "Work"]);
    const answer = await client.account.setDefaultAddress.mutate({ id: third });
    expect(answer).toEqual(await client.account.addresses.query());
    expect(await labelsOf(client)).toEqual(["Cabin", "Work", "Home"]);
  });

  test("that is removed leaves its place to the newest, until none is left", async () => {
    const { client } = await newCustomer(await createTestShop());
    const [home = "", work = "", cabin = ""] = await saveAddresses(client, ["Home", "Work", "Cabin"]);
    expect((await client.account.removeAddress.mutate({ id: home })).map(({ label }) => label)).toEqual([
      "Cabin",
      "Work",
    ]);
    await client.account.removeAddress.mutate({ id: work });
    expect(await labelsOf(client)).toEqual(["Cabin"]);
    expect(await client.account.removeAddress.mutate({ id: cabin })).toEqual([]);
    await saveAddresses(client, ["New home"]);
    expect(await labelsOf(client)).toEqual(["New home"]);
  });

  test("is exactly one when several are chosen, saved and removed at once", async () => {
    const { client } = await newCustomer(await createTestShop());
    const ids = await saveAddresses(client, ["1", "2", "3", "4", "5", "6"]);
    const { account } = client;
    await Promise.allSettled([
      ...ids.map((id) => account.setDefaultAddress.mutate({ id })),
      account.removeAddress.mutate({ id: ids[0] ?? "" }),
      account.saveAddress.mutate({ label: "7", address }),
      ...ids.toReversed().map((id) => account.setDefaultAddress.mutate({ id })),
    ]);
    expect((await labelsOf(client)).length).toBe(6);
  });

  test("is one even among addresses first saved at once", async () => {
    const { client } = await newCustomer(await createTestShop());
    await Promise.all(["1", "2", "3"].map((label) => client.account.saveAddress.mutate({ label, address })));
    expect((await labelsOf(client)).length).toBe(3);
  });

  test("cannot be a second one: the database refuses it", async () => {
    const shop = await createTestShop();
    const { client } = await newCustomer(shop);
    await saveAddresses(client, ["Home", "Work"]);
    const both = shop.db.update(customerAddresses).set({ isDefault: true });
    await expect(both.execute()).rejects.toThrow();
  });
});

describe("the export of an account", () => {
  test("holds all that is kept of the customer, nothing of others and no secret", async () => {
    const shop = await createTestShop();
    const { client, email, token, customer } = await signUp(shop);
    await signIn(shop, email, "phone");
    const other = await newCustomer(shop);
    await saveAddresses(other.client, ["Theirs"]);
    await client.account.updateProfile.mutate({ version: 1, firstName: "Ada" });
    await saveAddresses(client, ["Home"]);

    const data = await client.account.exportData.query();
    expect(data.profile).toEqual(await client.account.profile.query());
    expect(data.addresses).toEqual(await client.account.addresses.query());
    expect(data.sessions).toEqual(await client.auth.sessions.query());
    expect(data.sessions.length).toBe(2);
    const types = ["login", "login", "email-verified", "registered"];
    expect(data.events.map(({ type }) => type)).toEqual(types);
    const again = await client.account.exportData.query(); // which tells of the first
    expect(again.events.map(({ type }) => type)).toEqual(["data-exported", ...types]);

    const text = JSON.stringify(data);
    const [row] = await shop.db.select().from(customers).where(eq(customers.id, customer.id));
    const hashes = await shop.db.select({ hash: sessions.tokenHash }).from(sessions);
    for (const secret of [token, row?.passwordHash ?? "", ...hashes.map(({ hash }) => hash)]) {
      expect(text).not.toContain(secret);
    }
    for (const theirs of [other.email, other.customer.id, "Theirs"]) expect(text).not.toContain(theirs);
  });

  test("holds what the shop has decided on the customer", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newCustomer(shop);
    expect(await client.account.exportData.query()).toMatchObject({ groups: [], taxExempt: false });
    const decided = { groups: ["wholesale"], taxExempt: true };
    await shop.db.update(customers).set(decided).where(eq(customers.id, customer.id));
    expect(await client.account.exportData.query()).toMatchObject(decided);
  });

  test("holds the orders and the carts that were not ordered, the newest first", async () => {
    const shop = await createTestShop();
    const { client } = await newCustomer(shop);
    const first = await placeOrder(shop, client);
    const second = await placeOrder(shop, client);
    const { variantId } = first;
    const cart = await readyCart({ client }, [{ variantId, quantity: 3 }]);
    await placeOrder(shop, (await newCustomer(shop)).client);
    await placeOrder(shop, shop.client);

    const data = await client.account.exportData.query();
    expect(data.orders).toEqual([second.placed.order, first.placed.order]);
    const { id, email, shippingAddress, billingAddress } = cart;
    const lines = [{ variantId, quantity: 3, attributes: {} }];
    const rest = { codes: [], vatId: null };
    expect(data.carts).toEqual([{ id, email, shippingAddress, billingAddress, lines, ...rest }]);
    const tokens = await shop.db.select({ accessToken: orders.accessToken }).from(orders);
    for (const { accessToken } of tokens) expect(JSON.stringify(data)).not.toContain(accessToken);
  });

  test("tells what others did to the account and what the customer did to others, not from where others did it", async () => {
    const shop = await createTestShop();
    const { client, customer } = await signUp(shop);
    const theirs = { address: "198.51.100.7", device: "their phone", createdAt: new Date() };
    const mine = { address: "192.0.2.9", device: "my phone", createdAt: new Date() };
    await shop.db.insert(auditEvents).values([
      { type: "role-given", actorId: customer.id, subjectId: "cus_else", ...mine },
      { type: "customer-blocked", actorId: "cus_else", subjectId: customer.id, ...theirs },
      { type: "login-failed", actorId: null, subjectId: customer.id, ...theirs },
      { type: "login", actorId: "cus_else", subjectId: "cus_else", ...theirs },
    ]);
    const { events } = await client.account.exportData.query();
    expect(events.slice(0, 3)).toEqual([
      { type: "login-failed", ...theirs },
      { type: "customer-blocked", ...theirs, address: null, device: "" },
      { type: "role-given", ...mine },
    ]);
    expect(events.filter(({ type }) => type === "login").length).toBe(1);
  });
});

describe("the export of an account with other ways in", () => {
  test("holds the links to providers, whether there is a second factor, the role and the keys made", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newCustomer(shop);
    const nothing = { secondFactor: false, identities: [], role: null, apiKeys: [] };
    expect(await client.account.exportData.query()).toMatchObject(nothing);
    await newIdentity(shop, customer.id);
    const [linked] = await shop.db.select().from(identities);
    const owner = await newStaff(shop);
    const wish = { name: "ERP", scopes: ["orders:read" as const], password };
    const { apiKey, key } = await owner.client.admin.apiKeys.create.mutate(wish);
    expect(await client.account.exportData.query()).toMatchObject({
      ...nothing,
      identities: [{ provider: "oidc", label: "oidc", createdAt: linked?.createdAt }],
    });
    const data = await owner.client.account.exportData.query();
    expect(data).toMatchObject({ ...nothing, role: "owner", apiKeys: [apiKey] });
    expect(JSON.stringify(data)).not.toContain(key);
    const clock = newClock();
    const guarded = await newGuardedCustomer(await createTestShop({ database: shop.database, clock }), clock);
    expect((await guarded.client.account.exportData.query()).secondFactor).toBe(true);
  });

  test("holds the latest thousand events", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newCustomer(shop);
    const event = { type: "login-failed", actorId: null, subjectId: customer.id, device: "" };
    const events = Array.from({ length: 1_001 }, (_, i) => ({ ...event, createdAt: new Date(i) }));
    for (let i = 0; i < events.length; i += 100) {
      await shop.db.insert(auditEvents).values(events.slice(i, i + 100));
    }
    const exported = (await client.account.exportData.query()).events;
    expect(exported.map(({ createdAt }) => createdAt.getTime())).toEqual(
      Array.from({ length: 1_000 }, (_, i) => 1_000 - i),
    );
  });
});

describe("closing an account", () => {
  test("needs the password, and nothing happens without it", async () => {
    const { client, email } = await newCustomer(await createTestShop());
    await saveAddresses(client, ["Home"]);
    const wrong = client.account.deleteAccount.mutate({ password: "not the right one" });
    expect(await refusalOf(wrong)).toEqual({ code: "INVALID_CREDENTIALS", data: {} });
    expect((await client.account.profile.query()).email).toBe(email);
    expect(await labelsOf(client)).toEqual(["Home"]);
  });

  test("does not happen from a device that is signed out meanwhile", async () => {
    const shop = await createTestShop();
    const { token, email, customer } = await newCustomer(shop);
    const limiter: Limiter = {
      async count({ name }) {
        if (name === "proofs") await shop.db.delete(sessions); // while the password is being checked
        return undefined;
      },
      wait: async () => undefined,
      forget: async () => {},
    };
    const { app } = await createTestShop({ database: shop.database, limiter });
    const call = clientWith(app, token).account.deleteAccount.mutate({ password });
    expect(await refusalOf(call)).toMatchObject({ code: "UNAUTHENTICATED" });
    expect((await signIn(shop, email)).customer.id).toBe(customer.id);
  });

  test("is held up after ten guesses, the right password too", async () => {
    const { client, email } = await newCustomer(await createTestShop());
    const guess = (guessed: string) => refusalOf(client.account.deleteAccount.mutate({ password: guessed }));
    for (let i = 0; i < 10; i++) expect((await guess("not the right one")).code).toBe("INVALID_CREDENTIALS");
    expect(await guess(password)).toMatchObject({
      code: "RATE_LIMITED",
      data: { retryAfter: expect.any(Number) },
    });
    expect((await client.account.profile.query()).email).toBe(email);
  });

  test("signs out everywhere and forgets the customer, whose address can register anew", async () => {
    const shop = await createTestShop();
    const { client, email, customer } = await newCustomer(shop);
    const phone = await signIn(shop, email, "phone");
    const other = await newCustomer(shop);
    await saveAddresses(other.client, ["Theirs"]);
    await saveAddresses(client, ["Home"]);
    expect(await client.account.deleteAccount.mutate({ password })).toEqual({ done: true });

    for (const device of [client, phone.client]) {
      expect(await device.auth.me.query()).toBeNull();
      expect(await refusalOf(device.account.profile.query())).toMatchObject({ code: "UNAUTHENTICATED" });
    }
    expect(await refusalOf(shop.client.auth.login.mutate({ email, password }))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
    const left = [
      shop.db.select({ rows: count() }).from(sessions).where(eq(sessions.customerId, customer.id)),
      shop.db
        .select({ rows: count() })
        .from(customerAddresses)
        .where(eq(customerAddresses.customerId, customer.id)),
      shop.db.select({ rows: count() }).from(idempotencyKeys).where(eq(idempotencyKeys.scope, customer.id)),
    ];
    expect((await Promise.all(left)).flat()).toEqual([{ rows: 0 }, { rows: 0 }, { rows: 0 }]);
    expect(await labelsOf(other.client)).toEqual(["Theirs"]);

    const anew = await newCustomer(shop, email);
    expect(anew.customer.id).not.toBe(customer.id);
    expect(await anew.client.account.addresses.query()).toEqual([]);
  });

  test("keeps what happened to the account", async () => {
    const shop = await createTestShop();
    const { client, customer } = await signUp(shop);
    await client.account.deleteAccount.mutate({ password });
    const events = await shop.db
      .select({ type: auditEvents.type })
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, customer.id))
      .orderBy(asc(auditEvents.id));
    expect(events.map(({ type }) => type)).toEqual([
      "registered",
      "email-verified",
      "login",
      "account-deleted",
    ]);
  });

  test("keeps when it happened, but not from where the customer did it; what others did stays whole", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newCustomer(shop);
    const { id } = customer;
    const from = { address: "192.0.2.9", device: "a phone", createdAt: new Date() };
    await shop.db.insert(auditEvents).values([
      { type: "login-failed", actorId: null, subjectId: id, ...from },
      { type: "role-given", actorId: id, subjectId: "cus_else", ...from },
      { type: "customer-unblocked", actorId: "cus_staff", subjectId: id, ...from },
      { type: "login", actorId: null, subjectId: "cus_else", ...from },
    ]);
    const before = await shop.db.select().from(auditEvents).orderBy(asc(auditEvents.id));
    await client.account.deleteAccount.mutate({ password });
    const after = await shop.db.select().from(auditEvents).orderBy(asc(auditEvents.id));
    const theirs = ({ actorId, subjectId }: (typeof before)[number]) =>
      actorId === id || (actorId === null && subjectId === id);
    expect(after.slice(0, before.length)).toEqual(
      before.map((event) => (theirs(event) ? { ...event, address: null, device: "" } : event)),
    );
    expect(after.at(-1)).toMatchObject({ type: "account-deleted", address: null, device: "" });
    expect(after.filter(({ address: at }) => at === from.address).map(({ type }) => type)).toEqual([
      "customer-unblocked",
      "login",
    ]);
  });

  test("forgets the stored answers that tell of the customer, whoever got them, and those that have expired", async () => {
    const shop = await createTestShop();
    const { client, email, customer } = await newCustomer(shop, "ada.b@example.com");
    const begun = await shop.client.cart.create.mutate({}, { idempotencyKey: "of-the-guest" });
    await shop.db.update(carts).set({ customerId: customer.id }).where(eq(carts.id, begun.id));
    const { id: cartId } = await shop.client.cart.create.mutate({}, { idempotencyKey: "of-another" });
    const typed = { cartId, email: "Ada.B@example.com" };
    await shop.client.cart.setEmail.mutate(typed, { idempotencyKey: "with-the-address" });
    const similar = { cartId, email: "not-ada.b@example.com" };
    await shop.client.cart.setEmail.mutate(similar, { idempotencyKey: "with-another" });
    await client.account.saveAddress.mutate({ label: "Home", address }, { idempotencyKey: "own" });
    const owner = await newStaff(shop);
    const invite = { email, role: "editor" };
    await owner.client.admin.staff.invite.mutate(invite, { idempotencyKey: "invitation" });
    const createdAt = new Date(Date.now() - 25 * 60 * 60 * 1000);
    const outlived = { scope: "anonymous", key: "outlived", fingerprint: "", answer: "{}", createdAt };
    await shop.db.insert(idempotencyKeys).values(outlived);
    await client.account.deleteAccount.mutate({ password });
    const left = await shop.db.select({ key: idempotencyKeys.key }).from(idempotencyKeys);
    expect(left.map(({ key }) => key).toSorted()).toEqual(["of-another", "with-another"]);
    expect(await shop.db.select().from(invitations)).toEqual([]);
  });

  test("keeps the orders with what the books need, and nothing of who bought", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newCustomer(shop);
    const { placed, cartId } = await placeOrder(shop, client);
    const [before] = await shop.db.select().from(orders);
    const linesBefore = await shop.db.select().from(orderLines);
    await client.account.deleteAccount.mutate({ password });

    const [after] = await shop.db.select().from(orders);
    const emptied = { firstName: "", lastName: "", line1: "", city: "", postalCode: "", country: "GB" };
    expect(before?.email).toBe("ada@example.com");
    expect<object | undefined>(after).toEqual({
      ...before,
      customerId: null,
      email: "deleted@invalid",
      shippingAddress: emptied,
      billingAddress: emptied,
      accessToken: expect.stringMatching(/^[0-9a-f]{48}$/),
      updatedAt: expect.any(Date),
    });
    expect(after?.accessToken).not.toBe(before?.accessToken);
    expect(await shop.db.select().from(orderLines)).toEqual(linesBefore);
    expect((await shop.db.select().from(payments)).map(({ orderId }) => orderId)).toEqual([placed.order.id]);
    const [cart] = await shop.db.select().from(carts);
    expect(cart).toMatchObject({
      id: cartId,
      status: "ordered",
      customerId: null,
      email: null,
      shippingAddress: null,
      billingAddress: null,
    });
    const left = JSON.stringify([after, cart]);
    for (const theirs of [customer.id, "ada@example.com", "Lovelace", "London", "SW1Y"]) {
      expect(left).not.toContain(theirs);
    }
  });

  test("keeps what happened to the orders, and nothing that anybody wrote about it", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newCustomer(shop);
    const { orders: desk } = (await newStaff(shop)).client.admin;
    const { placed } = await placeOrder(shop, client);
    const { id } = placed.order;
    const sent = await desk.markPaid.mutate({ id });
    const tracking = { number: "RR123", url: "https://post.example/RR123" };
    const { fulfillments } = await desk.fulfill.mutate({ id: sent.id, tracking });
    await desk.markShipped.mutate({ id, fulfillmentId: fulfillments[0]?.id ?? "", tracking });
    await desk.refund.mutate({ id, amount: { amount: 100, currency: "EUR" }, reason: "Ada's mug broke" });
    const { id: canceled } = (await placeOrder(shop, client)).placed.order;
    await client.order.cancel.mutate({ id: canceled, reason: "Ada moved" });
    const types = (await desk.get.query({ id })).timeline.map(({ type }) => type);
    await client.account.deleteAccount.mutate({ password });

    expect((await desk.get.query({ id })).timeline.map(({ type }) => type)).toEqual(types);
    const { order_events, refunds, fulfillments: parcels, stock_movements } = await readTables(shop);
    const left = JSON.stringify([order_events, refunds, parcels, stock_movements]);
    for (const theirs of [customer.id, "Ada", "RR123"]) expect(left).not.toContain(theirs);
  });

  test("keeps how often promotions were used, and nothing of who used them", async () => {
    const shop = await createTestShop();
    const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
    const { id: promotionId } = await newPromotion(shop.db);
    for (const { customer } of [mine, theirs]) {
      const order = await newEmptyOrder(shop.db, { customerId: customer.id });
      const use = { promotionId, code: null, amount: 100 };
      await batch(shop, (db) => redeemPromotions(db, order, customer.id, [use]));
    }
    await mine.client.account.deleteAccount.mutate({ password });
    const uses = await shop.db.select().from(promotionUses).orderBy(asc(promotionUses.orderId));
    expect(uses.map(({ buyer }) => buyer)).toEqual([null, theirs.customer.id]);
    const buyers = await shop.db.select().from(promotionBuyers);
    expect(buyers.map(({ buyer }) => buyer)).toEqual([theirs.customer.id]);
    expect((await shop.db.select().from(promotions)).map((promotion) => promotion.uses)).toEqual([2]);
  });

  test("leaves the order to nobody, by its cart or its old token", async () => {
    const shop = await createTestShop();
    const { client } = await newCustomer(shop);
    const { placed, cartId } = await placeOrder(shop, client);
    const [before] = await shop.db.select().from(orders);
    await client.account.deleteAccount.mutate({ password });
    const { id } = placed.order;
    const { cart, order } = shop.client;
    const refusals = await Promise.all([
      refusalOf(order.get.query({ id })),
      refusalOf(order.get.query({ id, accessToken: before?.accessToken ?? "" })),
      refusalOf(order.place.mutate({ cartId, provider: "manual" })),
      refusalOf(cart.get.query({ cartId })),
    ]);
    expect(refusals).toEqual([notFound, notFound, notFound, notFound]);
  });

  test("deletes the carts that were not ordered, and touches nobody else's", async () => {
    const shop = await createTestShop();
    const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
    const { variantId } = await newProduct(shop.db);
    for (const { client } of [mine, theirs, shop]) {
      await readyCart({ client }, [{ variantId, quantity: 1 }]);
      await placeOrder(shop, client);
    }
    const ofOthers = async () => {
      const [cartRows, orderRows] = [await shop.db.select().from(carts), await shop.db.select().from(orders)];
      return [...cartRows, ...orderRows].filter(
        ({ customerId, email }) => customerId === theirs.customer.id || email === "ada@example.com",
      );
    };
    const before = (await ofOthers()).filter(({ customerId }) => customerId !== mine.customer.id);
    await mine.client.account.deleteAccount.mutate({ password });
    expect(await ofOthers()).toEqual(before);
    const open = await shop.db.select().from(carts).where(eq(carts.status, "open"));
    expect(open.map(({ customerId }) => customerId)).toEqual([theirs.customer.id, null]);
  });

  test("while an order is placed leaves no order that tells who bought", async () => {
    const shop = await createTestShop();
    const { variantId } = await newProduct(shop.db);
    for (let round = 0; round < 5; round++) {
      const { client } = await newCustomer(shop);
      const own = await readyCart({ client }, [{ variantId, quantity: 1 }]);
      const guests = await readyCart(shop, [{ variantId, quantity: 1 }]);
      const place = (cartId: string) => client.order.place.mutate({ cartId, provider: "manual" });
      const [closed] = await Promise.allSettled([
        client.account.deleteAccount.mutate({ password }),
        place(own.id),
        place(guests.id),
      ]);
      expect(closed.status).toBe("fulfilled");
    }
    for (const order of await shop.db.select().from(orders)) {
      expect(order).toMatchObject({ customerId: null, email: "deleted@invalid" });
    }
    expect(await shop.db.select().from(customers)).toEqual([]);
  });

  test("mails nobody about an order that was not confirmed yet", async () => {
    const shop = await createTestShop();
    const { client } = await newCustomer(shop);
    await shop.deliver();
    const mailsBefore = shop.mails.length;
    await placeOrder(shop, client);
    await client.account.deleteAccount.mutate({ password });
    await shop.deliver();
    expect(shop.mails.length).toBe(mailsBefore);
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });

  test("is refused to staff until they have left the staff, and nothing happens", async () => {
    const shop = await createTestShop();
    const { client, customer } = await newStaff(shop);
    await saveAddresses(client, ["Home"]);
    await placeOrder(shop, client);
    const before = await shop.db.select().from(orders);
    const close = () => client.account.deleteAccount.mutate({ password });
    expect(await refusalOf(close())).toEqual({ code: "CONFLICT", data: {} });
    expect(await labelsOf(client)).toEqual(["Home"]);
    expect(await shop.db.select().from(orders)).toEqual(before);
    await shop.db.delete(staff).where(eq(staff.customerId, customer.id));
    expect(await close()).toEqual({ done: true });
  });

  test("happens once when asked for twice at the same time", async () => {
    const { client } = await newCustomer(await createTestShop());
    const calls = await Promise.allSettled([
      client.account.deleteAccount.mutate({ password }),
      client.account.deleteAccount.mutate({ password }),
    ]);
    expect(calls.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [refused] = calls.flatMap((call) => (call.status === "rejected" ? [call.reason] : []));
    expect(["CONFLICT", "UNAUTHENTICATED"]).toContain(refused.code);
  });

  test("has the browser forget its session, but not for a wrong password", async () => {
    const shop = await createTestShop();
    const { token } = await newCustomer(shop);
    const close = (guess: string) =>
      shop.app(
        new Request("http://shop.test/trpc/account.deleteAccount", {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify({ json: { password: guess } }),
        }),
      );
    expect((await close("not the right one")).headers.getSetCookie()).toEqual([]);
    expect((await close(password)).headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
  });
});
