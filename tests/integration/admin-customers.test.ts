import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Permission } from "../../db/enums.ts";
import {
  auditEvents,
  customers,
  idempotencyKeys,
  mailTokens,
  orders,
  sessions,
} from "../../db/schema/index.ts";
import type { StaffActor } from "../../server/core/context.ts";
import { newId } from "../../server/core/ids.ts";
import { setStatus } from "../../server/modules/customer/admin/set-status.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { challengeOf, newGuardedCustomer } from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { mailedToken, newAccount, signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";

const newPassword = "eleven otters cross a bridge";

const notFound = { code: "NOT_FOUND", data: {} } as const;
const forbidden = { code: "FORBIDDEN", data: {} } as const;
const wrong = { code: "INVALID_CREDENTIALS", data: {} } as const;

async function newDesk(shop: TestShop, permissions: Permission[] = ["customers:read", "customers:write"]) {
  const { client, customer } = await newStaff(shop, { permissions });
  const { list, get, setStatus, setGroups, setTaxExempt } = client.admin.customers;
  return { list, get, setStatus, setGroups, setTaxExempt, me: customer };
}

/** A customer without a way to sign in, who is there to be found. */
async function newRow({ db }: TestShop, traits: Partial<typeof customers.$inferInsert> = {}) {
  const now = new Date();
  const row = {
    id: newId("cus"),
    email: newEmail(),
    status: "active",
    createdAt: now,
    updatedAt: now,
  } as const;
  await db.insert(customers).values({ ...row, ...traits });
  return row.id;
}

describe("the list of customers", () => {
  test("has the newest first, a page at a time, and no staff", async () => {
    const shop = await createTestShop();
    const { list } = await newDesk(shop);
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.unshift(await newRow(shop));
    await newStaff(shop);
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list.query({ limit: 2, ...(cursor !== null && { cursor }) });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await newRow(shop); // who comes meanwhile moves nobody
    } while (cursor !== null);
    expect(listed).toEqual(made);
  });

  test("tells who they are, and nothing that is theirs alone", async () => {
    const shop = await createTestShop();
    const { list } = await newDesk(shop);
    const { email, customer, client } = await newCustomer(shop);
    const named = { firstName: "Ada", lastName: "Lovelace" };
    await client.account.updateProfile.mutate({ version: 1, ...named });
    expect((await list.query({})).items).toEqual([
      {
        id: customer.id,
        email,
        emailVerifiedAt: expect.any(Date),
        ...named,
        status: "active",
        groups: [],
        taxExempt: false,
        createdAt: customer.createdAt,
      },
    ]);
  });

  test.each([
    ["ada@", ["ada"]],
    ["ADA@Example", ["ada"]],
    ["  love ", ["ada"]],
    ["Lovelace", ["ada"]],
    ["example", []],
    ["ovelace", []],
    ["100%", ["percent"]],
    ["%", []],
    ["a_b", ["underscore"]],
    ["_", []],
    ["\\", ["backslash"]],
    ["a\\", []],
    ["' or 1=1 --", []],
    ["", ["backslash", "underscore", "percent", "ada"]],
  ])("is searched for what begins with %p", async (q, expected) => {
    const shop = await createTestShop();
    const { list } = await newDesk(shop);
    const ids = new Map([
      [await newRow(shop, { email: "ada@example.com", lastName: "Lovelace" }), "ada"],
      [await newRow(shop, { email: "100%@example.org", lastName: "Percent" }), "percent"],
      [await newRow(shop, { email: "a_b@test.test", lastName: null }), "underscore"],
      [await newRow(shop, { email: "axb@test.test", lastName: "\\Back" }), "backslash"],
    ]);
    const { items } = await list.query({ q });
    expect(items.map(({ id }) => ids.get(id))).toEqual(expected);
  });

  test("is filtered by status, on later pages too", async () => {
    const shop = await createTestShop();
    const { list } = await newDesk(shop);
    await newRow(shop);
    const blocked = [await newRow(shop, { status: "blocked" }), await newRow(shop, { status: "blocked" })];
    await newRow(shop);
    const first = await list.query({ status: "blocked", limit: 1 });
    const second = await list.query({ status: "blocked", limit: 1, cursor: first.nextCursor ?? "" });
    expect([...second.items, ...first.items].map(({ id }) => id)).toEqual(blocked);
    expect(second.nextCursor).toBeNull();
    expect((await list.query({ status: "active" })).items.length).toBe(2);
  });

  test("refuses limits, cursors and words that are none", async () => {
    const { list } = await newDesk(await createTestShop());
    for (const input of [{ limit: 0 }, { limit: 101 }, { cursor: "none" }, { q: "x".repeat(255) }]) {
      expect((await refusalOf(list.query(input))).code).toBe("BAD_REQUEST");
    }
  });
});

describe("a customer", () => {
  test("is told of with addresses, orders and what they come to", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { get } = await newDesk(shop);
    const { client, customer, email } = await newGuardedCustomer(shop, clock);
    await client.account.updateProfile.mutate({ version: 1, phone: "+44 20 7946 0000" });
    const saved = await client.account.saveAddress.mutate({ label: "Home", address });
    const { variantId } = await newProduct(shop.db);
    const order = async (...[currency, status]: ["EUR" | "USD", "confirmed" | "canceled" | "completed"]) => {
      const cart = await readyCart({ client }, [{ variantId, quantity: 1 }]);
      const { order } = await client.order.place.mutate({ cartId: cart.id, provider: "manual" });
      // Whoever changes carts and orders, the customer of this one is theirs.
      await shop.db
        .update(orders)
        .set({ customerId: customer.id, currency, status })
        .where(eq(orders.id, order.id));
      return order.totals.total.amount;
    };
    const each = await order("EUR", "confirmed");
    await order("EUR", "completed");
    await order("EUR", "canceled");
    await order("USD", "confirmed");
    expect(await get.query({ id: customer.id })).toEqual({
      id: customer.id,
      email,
      emailVerifiedAt: expect.any(Date),
      firstName: null,
      lastName: null,
      status: "active",
      groups: [],
      taxExempt: false,
      createdAt: customer.createdAt,
      phone: "+44 20 7946 0000",
      addresses: [saved],
      orders: 4,
      spent: [
        { amount: 2 * each, currency: "EUR" },
        { amount: each, currency: "USD" },
      ],
      secondFactor: true,
    });
  });

  test("who bought nothing, or got nothing, has spent nothing", async () => {
    const shop = await createTestShop();
    const { get } = await newDesk(shop);
    const { client, customer } = await newCustomer(shop);
    const nothing = { orders: 0, spent: [], addresses: [], phone: null, secondFactor: false };
    expect(await get.query({ id: customer.id })).toMatchObject(nothing);
    await client.auth.mfa.enroll.mutate({ password }); // not confirmed
    const { variantId } = await newProduct(shop.db);
    const cart = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    await client.order.place.mutate({ cartId: cart.id, provider: "manual" });
    await shop.db.update(orders).set({ customerId: customer.id, status: "canceled" });
    expect(await get.query({ id: customer.id })).toMatchObject({ ...nothing, orders: 1 });
  });

  test("of another id is not there, nor is anybody of the staff", async () => {
    const shop = await createTestShop();
    const { get, setStatus, list, me } = await newDesk(shop);
    const owner = await newStaff(shop);
    for (const id of ["cus_none", owner.customer.id, me.id]) {
      expect(await refusalOf(get.query({ id }))).toEqual(notFound);
      for (const status of ["blocked", "active"] as const) {
        expect(await refusalOf(setStatus.mutate({ id, status }))).toEqual(notFound);
      }
    }
    expect((await list.query({ q: owner.email })).items).toEqual([]);
    expect(await owner.client.auth.me.query()).toMatchObject({ id: owner.customer.id });
    const events = await shop.db.select().from(auditEvents);
    expect(events.filter(({ type }) => type.startsWith("customer-"))).toEqual([]);
  });

  test("is read and changed by whom that is permitted to", async () => {
    const shop = await createTestShop();
    const { customer, client } = await newCustomer(shop);
    const reader = await newDesk(shop, ["customers:read"]);
    const writer = await newDesk(shop, ["customers:write"]);
    const { id } = customer;
    const block = { id, status: "blocked" } as const;
    expect(await reader.get.query({ id })).toMatchObject({ id });
    expect(await refusalOf(reader.setStatus.mutate(block))).toEqual(forbidden);
    expect(await refusalOf(writer.get.query({ id }))).toEqual(forbidden);
    expect(await refusalOf(writer.list.query({}))).toEqual(forbidden);
    expect(await refusalOf(client.admin.customers.get.query({ id }))).toEqual(forbidden);
    expect(await refusalOf(client.admin.customers.setStatus.mutate(block))).toEqual(forbidden);
    const nobody = shop.client.admin.customers;
    expect((await refusalOf(nobody.list.query({}))).code).toBe("UNAUTHENTICATED");
    expect(await writer.setStatus.mutate(block)).toMatchObject(block);
  });
});

describe("blocking", () => {
  test("signs out at once, everywhere, and lets nobody in again before it is undone", async () => {
    const shop = await createTestShop();
    const { setStatus, me } = await newDesk(shop);
    const { email, client, customer } = await newCustomer(shop);
    const other = await signIn(shop, email);
    const { id } = customer;
    expect(await setStatus.mutate({ id, status: "blocked" })).toMatchObject({ id, email, status: "blocked" });
    for (const device of [client, other.client]) {
      expect(await device.auth.me.query()).toBeNull();
      expect((await refusalOf(device.account.profile.query())).code).toBe("UNAUTHENTICATED");
    }
    expect(await shop.db.select().from(sessions).where(eq(sessions.customerId, id))).toEqual([]);
    expect(await refusalOf(signIn(shop, email))).toEqual(wrong);

    expect(await setStatus.mutate({ id, status: "active" })).toMatchObject({ id, status: "active" });
    expect(await client.auth.me.query()).toBeNull(); // what ended stays ended
    expect((await signIn(shop, email)).customer.id).toBe(id);
    const events = await shop.db.select().from(auditEvents).where(eq(auditEvents.actorId, me.id));
    expect(events.map(({ type, subjectId }) => [type, subjectId])).toEqual([
      ["customer-blocked", id],
      ["customer-unblocked", id],
    ]);
  });

  test("again changes nothing and is written down once", async () => {
    const shop = await createTestShop();
    const { setStatus, me } = await newDesk(shop);
    const { id } = (await newCustomer(shop)).customer;
    const row = async () => (await shop.db.select().from(customers).where(eq(customers.id, id)))[0];
    const unchanged = await row();
    await setStatus.mutate({ id, status: "active" });
    expect(await row()).toEqual(unchanged);
    const both = await Promise.all([1, 2].map(() => setStatus.mutate({ id, status: "blocked" })));
    expect(both.map(({ status }) => status)).toEqual(["blocked", "blocked"]);
    const blocked = await row();
    await setStatus.mutate({ id, status: "blocked" });
    expect(await row()).toEqual(blocked);
    const events = await shop.db.select().from(auditEvents).where(eq(auditEvents.actorId, me.id));
    expect(events.map(({ type }) => type)).toEqual(["customer-blocked"]);
  });

  test("is for nobody who was signed out meanwhile", async () => {
    const shop = await createTestShop();
    const { customer } = await newCustomer(shop);
    const actor: StaffActor = {
      type: "staff",
      customerId: "cus_gone",
      sessionId: "ses_gone",
      role: "manager",
      permissions: new Set(["customers:write"]),
      secondFactor: false,
    };
    const ctx = { ...(await newServiceContext({ db: shop.db })), actor };
    const block = setStatus(ctx, { id: customer.id, status: "blocked" });
    await expect(block).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const [row] = await shop.db.select().from(customers).where(eq(customers.id, customer.id));
    expect(row?.status).toBe("active");
  });

  test("stores no answer, which would tell of the customer", async () => {
    const shop = await createTestShop();
    const desk = await newDesk(shop);
    const { id } = (await newCustomer(shop)).customer;
    const block = () => desk.setStatus.mutate({ id, status: "blocked" }, { idempotencyKey: "same" });
    expect(await block()).toEqual(await block());
    expect(await shop.db.select().from(idempotencyKeys)).toEqual([]);
  });

  test("makes the tokens in mails worthless", async () => {
    const shop = await createTestShop();
    const { setStatus } = await newDesk(shop);
    const { email, customer } = await newCustomer(shop);
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    await setStatus.mutate({ id: customer.id, status: "blocked" });
    expect(await shop.db.select().from(mailTokens)).toEqual([]);
    await setStatus.mutate({ id: customer.id, status: "active" });
    const reset = shop.client.auth.resetPassword.mutate({ token, newPassword });
    expect((await refusalOf(reset)).code).toBe("TOKEN_EXPIRED");
  });

  test("is not undone by a reset that is asked for later", async () => {
    const shop = await createTestShop();
    const { setStatus } = await newDesk(shop);
    const { email, customer } = await newCustomer(shop);
    await setStatus.mutate({ id: customer.id, status: "blocked" });
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    // Whether a mail is sent or not, it brings nobody in.
    if (token !== "")
      await shop.client.auth.resetPassword.mutate({ token, newPassword }).catch(() => undefined);
    for (const one of [password, newPassword]) {
      const login = shop.client.auth.login.mutate({ email, password: one, session: "token" });
      expect(await refusalOf(login)).toEqual(wrong);
    }
    expect(await shop.db.select().from(sessions).where(eq(sessions.customerId, customer.id))).toEqual([]);
  });

  test("ends a sign-in that waits for its second factor", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { setStatus } = await newDesk(shop);
    const { email, customer, codeOf } = await newGuardedCustomer(shop, clock);
    const challengeId = await challengeOf(shop, email);
    await setStatus.mutate({ id: customer.id, status: "blocked" });
    const answer = () => refusalOf(shop.client.auth.mfa.challenge.mutate({ challengeId, code: codeOf(1) }));
    expect((await answer()).code).toBe("TOKEN_EXPIRED");
    await setStatus.mutate({ id: customer.id, status: "active" });
    expect((await answer()).code).toBe("TOKEN_EXPIRED");
  });

  test("while they sign in leaves no session, whichever is first", async () => {
    const shop = await createTestShop();
    const { setStatus } = await newDesk(shop);
    const email = await newAccount(shop);
    const [row] = await shop.db.select().from(customers).where(eq(customers.email, email));
    const id = row?.id ?? "";
    const outcomes = new Set<string>();
    for (const turn of ["block", "login", "block", "login"]) {
      const logins = [1, 2].map(() => signIn(shop, email));
      const start = turn === "block" ? Promise.resolve() : Promise.any(logins);
      const block = start.then(() => setStatus.mutate({ id, status: "blocked" }));
      const [all] = await Promise.all([Promise.allSettled(logins), block]);
      for (const { status } of all) outcomes.add(status);
      expect(await shop.db.select().from(sessions).where(eq(sessions.customerId, id))).toEqual([]);
      await setStatus.mutate({ id, status: "active" });
    }
    expect([...outcomes].toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("groups and tax exemption", () => {
  const eventsBy = async ({ db }: TestShop, id: string) =>
    (await db.select().from(auditEvents).where(eq(auditEvents.actorId, id))).map(
      ({ type, subjectId, details }) => ({ type, subjectId, details }),
    );

  test("are set, shown, and written down without telling what they are", async () => {
    const shop = await createTestShop();
    const { setGroups, setTaxExempt, get, list, me } = await newDesk(shop);
    const id = await newRow(shop);
    const grouped = await setGroups.mutate({
      id,
      groups: [" wholesale ", "vip", "wholesale", "e\u0301t\u00e9"],
    });
    expect(grouped).toMatchObject({ id, groups: ["wholesale", "vip", "\u00e9t\u00e9"], taxExempt: false });
    expect(await setTaxExempt.mutate({ id, taxExempt: true })).toEqual({ ...grouped, taxExempt: true });
    expect(await get.query({ id })).toMatchObject({ groups: grouped.groups, taxExempt: true });
    expect((await list.query({})).items).toMatchObject([{ groups: grouped.groups, taxExempt: true }]);
    await setTaxExempt.mutate({ id, taxExempt: false });
    expect(await setGroups.mutate({ id, groups: [] })).toMatchObject({ groups: [], taxExempt: false });
    expect(await eventsBy(shop, me.id)).toEqual(
      ["customer-groups-set", "customer-exempted", "customer-taxed", "customer-groups-set"].map((type) => ({
        type,
        subjectId: id,
        details: null,
      })),
    );
  });

  test("set again change nothing and are not written down", async () => {
    const shop = await createTestShop();
    const { setGroups, setTaxExempt, me } = await newDesk(shop);
    const id = await newRow(shop, { groups: ["vip"], taxExempt: true });
    const [before] = await shop.db.select().from(customers).where(eq(customers.id, id));
    await setGroups.mutate({ id, groups: ["vip"] });
    await setTaxExempt.mutate({ id, taxExempt: true });
    expect(await shop.db.select().from(customers).where(eq(customers.id, id))).toEqual(
      before ? [before] : [],
    );
    expect(await eventsBy(shop, me.id)).toEqual([]);
  });

  test("are no staff's, and nobody's without the permission", async () => {
    const shop = await createTestShop();
    const desk = await newDesk(shop);
    const reader = await newDesk(shop, ["customers:read"]);
    const id = await newRow(shop);
    for (const [calls, refusal] of [
      [{ ...desk, id: desk.me.id }, notFound],
      [{ ...reader, id }, forbidden],
    ] as const) {
      expect(await refusalOf(calls.setGroups.mutate({ id: calls.id, groups: ["vip"] }))).toEqual(refusal);
      expect(await refusalOf(calls.setTaxExempt.mutate({ id: calls.id, taxExempt: true }))).toEqual(refusal);
    }
    const rows = await shop.db.select().from(customers);
    expect(rows.filter(({ groups, taxExempt }) => taxExempt || groups.length > 0)).toEqual([]);
  });

  test.each([
    ["groups.0", [" "]],
    ["groups.1", ["vip", "x".repeat(51)]],
    ["groups.0", ["\ud800"]],
    ["groups", Array.from({ length: 51 }, (_, index) => `group ${index}`)],
  ])("that are none are refused by %s", async (path, groups) => {
    const shop = await createTestShop();
    const { setGroups } = await newDesk(shop);
    const id = await newRow(shop);
    const refusal = await refusalOf(setGroups.mutate({ id, groups }));
    expect(refusal).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path }] } });
  });
});
