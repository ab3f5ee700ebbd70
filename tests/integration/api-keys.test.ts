import { describe, expect, test } from "bun:test";
import { eq, isNull } from "drizzle-orm";
import type { Permission } from "../../db/enums.ts";
import { apiKeys, auditEvents, sessions } from "../../db/schema/index.ts";
import type { StaffActor } from "../../server/core/context.ts";
import { newApiKey } from "../../server/modules/auth/api-keys.ts";
import { createKey } from "../../server/modules/auth/keys/create-key.ts";
import { revokeKey } from "../../server/modules/auth/keys/revoke-key.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { eventually } from "../helpers/eventually.ts";
import { refusalOf } from "../helpers/refusal.ts";

const minute = 60_000;
const hour = 60 * minute;

const forbidden = { code: "FORBIDDEN", data: {} } as const;
const conflict = { code: "CONFLICT", data: {} } as const;
const unauthenticated = { code: "UNAUTHENTICATED", data: {} } as const;

type Scope = Exclude<Permission, "staff:write" | "keys:write">;
type Wish = { name: string; scopes: Scope[]; expiresAt?: Date; password: string };
type SaveRole = { name: string; permissions: Permission[]; version: number };

/** An owner, and a key of theirs that may do just that. */
async function newKey(
  shop: TestShop,
  { scopes = ["customers:read"], expiresAt }: { scopes?: Scope[]; expiresAt?: Date | null } = {},
) {
  const owner = await newStaff(shop);
  const made = await owner.client.admin.apiKeys.create.mutate({ name: "ERP", scopes, expiresAt, password });
  return { owner, ...made, client: clientWith(shop.app, made.key, "erp/1.0") };
}

const read = ({ app }: TestShop, headers: Record<string, string>) =>
  app(new Request("http://shop.test/trpc/admin.customers.list", { headers }));

describe("an API key", () => {
  test("does what its scopes allow, and nothing else", async () => {
    const shop = await createTestShop();
    const { client } = await newKey(shop, { scopes: ["customers:read", "keys:read"] });
    expect(await client.admin.customers.list.query({})).toEqual({ items: [], nextCursor: null });
    expect((await client.admin.apiKeys.list.query({})).items.length).toBe(1);
    const id = "cus_1";
    expect(await refusalOf(client.admin.customers.setStatus.mutate({ id, status: "blocked" }))).toEqual(
      forbidden,
    );
    expect(await refusalOf(client.admin.audit.list.query({}))).toEqual(forbidden);
    const more = client.admin.apiKeys.create.mutate({ name: "More", scopes: ["keys:read"], password });
    expect(await refusalOf(more)).toEqual(forbidden);
  });

  test("is no customer: it has no account, no sessions and no cart of its own", async () => {
    const shop = await createTestShop();
    const { client } = await newKey(shop);
    expect(await refusalOf(client.account.profile.query())).toEqual(unauthenticated);
    expect(await refusalOf(client.auth.sessions.query())).toEqual(unauthenticated);
    expect(await client.auth.me.query()).toBeNull();
    expect(await client.auth.logout.mutate()).toEqual({ done: true });
    expect((await client.admin.customers.list.query({})).items).toEqual([]);
  });

  test("needs no second factor where staff do", async () => {
    const shop = await createTestShop();
    const { owner, key } = await newKey(shop);
    const strict = await createTestShop({ database: shop.database, staffNeedSecondFactor: true });
    const held = clientWith(strict.app, owner.token).admin.customers.list.query({});
    expect(await refusalOf(held)).toMatchObject({ code: "MFA_ENROLLMENT_REQUIRED" });
    expect((await clientWith(strict.app, key).admin.customers.list.query({})).items).toEqual([]);
  });

  test("that has expired is nobody's", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { client } = await newKey(shop, { expiresAt: new Date(clock.now().getTime() + minute) });
    clock.advance(minute - 1);
    expect((await client.admin.customers.list.query({})).items).toEqual([]);
    clock.advance(1);
    expect(await refusalOf(client.admin.customers.list.query({}))).toEqual(unauthenticated);
  });

  test("that was revoked is nobody's at once; the first moment stays, and is written down once", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { client, owner, apiKey } = await newKey(shop);
    const { id } = apiKey;
    const revoked = await owner.client.admin.apiKeys.revoke.mutate({ id });
    expect(revoked).toEqual({ ...apiKey, revokedAt: clock.now() });
    expect(await refusalOf(client.admin.customers.list.query({}))).toEqual(unauthenticated);
    clock.advance(minute);
    const twice = await Promise.all([1, 2].map(() => owner.client.admin.apiKeys.revoke.mutate({ id })));
    expect(twice).toEqual([revoked, revoked]);
    const events = await shop.db.select().from(auditEvents).where(eq(auditEvents.subjectId, id));
    expect(events.map(({ type }) => type)).toEqual(["api-key-created", "api-key-revoked"]);
  });

  test("that was forged, cut off or written otherwise is nobody's", async () => {
    const shop = await createTestShop();
    const { key, apiKey } = await newKey(shop);
    const others = [newApiKey().key, key.slice(0, -1), `${key}A`, apiKey.start, apiKey.id, "bodega_sk_"];
    for (const forged of [...others, key.toUpperCase(), key.slice("bodega_sk_".length)]) {
      const call = clientWith(shop.app, forged).admin.customers.list.query({});
      expect(await refusalOf(call)).toEqual(unauthenticated);
    }
    expect((await read(shop, { authorization: `Basic ${key}` })).status).toBe(401);
  });

  test("is no browser's: it does not work as a cookie, and gets none", async () => {
    const shop = await createTestShop();
    const { key, owner } = await newKey(shop);
    const cookie = (token: string) => ({ cookie: `bodega_session_dev=${token}` });
    expect((await read(shop, cookie(owner.token))).status).toBe(200);
    expect((await read(shop, cookie(key))).status).toBe(401);

    const answer = await read(shop, { authorization: `Bearer ${key}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test("decides alone who asks: a session's cookie beside it adds nothing", async () => {
    const shop = await createTestShop();
    const { key, owner } = await newKey(shop, { scopes: ["audit:read"] });
    const cookie = `bodega_session_dev=${owner.token}`;
    expect((await read(shop, { authorization: `Bearer ${key}`, cookie })).status).toBe(403);
    const forged = `Bearer ${newApiKey().key}`;
    expect((await read(shop, { authorization: forged, cookie })).status).toBe(401);
  });

  test("knows when it was last used, to the hour", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { client, apiKey } = await newKey(shop);
    const lastUsedAt = async () => {
      const [row] = await shop.db.select().from(apiKeys).where(eq(apiKeys.id, apiKey.id));
      return row?.lastUsedAt?.getTime();
    };
    expect(apiKey.lastUsedAt).toBeNull();
    const first = clock.now().getTime();
    await client.admin.customers.list.query({});
    await eventually(lastUsedAt, (at) => at === first); // nobody waits for it to be written
    clock.advance(hour);
    await client.admin.customers.list.query({});
    expect(await lastUsedAt()).toBe(first);
    clock.advance(1);
    await client.admin.customers.list.query({});
    await eventually(lastUsedAt, (at) => at === first + hour + 1);
  });

  test("stands under its id in the audit log for what it does", async () => {
    const shop = await createTestShop();
    const { client, apiKey } = await newKey(shop, { scopes: ["customers:write"] });
    const { customer } = await newCustomer(shop);
    await client.admin.customers.setStatus.mutate({ id: customer.id, status: "blocked" });
    const [event] = await shop.db.select().from(auditEvents).where(eq(auditEvents.actorId, apiKey.id));
    expect(event).toMatchObject({ type: "customer-blocked", subjectId: customer.id, device: "erp/1.0" });
  });
});

describe("making an API key", () => {
  test("answers the key this once; only its hash is kept, in no column the key", async () => {
    const shop = await createTestShop();
    const { client, key, owner, apiKey } = await newKey(shop, { scopes: ["customers:read", "keys:read"] });
    expect(key).toMatch(/^bodega_sk_[\w-]{32}$/);
    expect(apiKey).toMatchObject({ name: "ERP", start: key.slice(0, 14), createdBy: owner.customer.id });
    await client.admin.customers.list.query({});
    const listed = JSON.stringify(await client.admin.apiKeys.list.query({}));
    expect(listed).toContain(apiKey.id);
    const [row] = await shop.db.select().from(apiKeys);
    expect(listed).not.toContain(row?.hash ?? "");
    expect(listed).not.toContain(secretPartOf(key));

    const kept = JSON.stringify(await everyValue(shop));
    expect(kept).toContain(row?.hash ?? "no hash");
    expect(kept).not.toContain(secretPartOf(key));
  });

  test("twice, as after a lost answer, makes one, whose answer is not stored", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const input = { name: "ERP", scopes: ["keys:read"], password } satisfies Wish;
    const create = () => client.admin.apiKeys.create.mutate(input, { idempotencyKey: "same" });
    const { apiKey, key } = await create();
    expect(await refusalOf(create())).toEqual(conflict);
    expect(JSON.stringify(await everyValue(shop))).not.toContain(secretPartOf(key));
    const both = [1, 2].map(() => client.admin.apiKeys.create.mutate({ ...input, name: "Other" }));
    const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(outcomes.toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await shop.db.select().from(apiKeys)).toHaveLength(2);
    await client.admin.apiKeys.revoke.mutate({ id: apiKey.id });
    expect((await create()).apiKey.name).toBe("ERP");
  });

  test("takes a name that is somebody else's, or of a key that has expired", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { apiKey, owner } = await newKey(shop, { expiresAt: new Date(clock.now().getTime() + minute) });
    await newKey(shop);
    const input = { name: "ERP", scopes: ["keys:read"], password } satisfies Wish;
    expect(await refusalOf(owner.client.admin.apiKeys.create.mutate(input))).toEqual(conflict);
    clock.advance(minute);
    await owner.client.admin.apiKeys.create.mutate(input);
    const [expired] = await shop.db.select().from(apiKeys).where(eq(apiKeys.id, apiKey.id));
    expect(expired?.revokedAt).toEqual(apiKey.expiresAt);
  });

  test("needs its maker's password, so that a stolen session makes none, and is told them by mail", async () => {
    const shop = await createTestShop();
    const { client, email } = await newStaff(shop);
    const create = (one: string) =>
      client.admin.apiKeys.create.mutate({ name: "ERP", scopes: ["keys:read"], password: one });
    expect(await refusalOf(create("not the right one"))).toEqual({ code: "INVALID_CREDENTIALS", data: {} });
    await shop.deliver();
    expect([await shop.db.select().from(apiKeys), shop.mails]).toEqual([[], []]);
    await create(password);
    await shop.deliver();
    expect(shop.mails).toMatchObject([{ to: email, subject: "An API key was made with your account" }]);
  });

  test("is held up after ten guesses at that password", async () => {
    const { client } = await newStaff(await createTestShop());
    const create = (one: string) =>
      refusalOf(client.admin.apiKeys.create.mutate({ name: "ERP", scopes: ["keys:read"], password: one }));
    for (let i = 0; i < 10; i++) await create("not the right one");
    expect(await create(password)).toMatchObject({ code: "RATE_LIMITED" });
  });

  test("is written down with its name and its scopes", async () => {
    const shop = await createTestShop();
    const { apiKey, owner } = await newKey(shop);
    const [event] = await shop.db.select().from(auditEvents).where(eq(auditEvents.subjectId, apiKey.id));
    expect(event).toMatchObject({
      type: "api-key-created",
      actorId: owner.customer.id,
      details: { name: "ERP", scopes: ["customers:read"] },
    });
  });

  test("gives away nothing that its maker does not have", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop, { permissions: ["keys:read", "keys:write", "orders:read"] });
    const create = (...scopes: Scope[]) =>
      client.admin.apiKeys.create.mutate({ name: "ERP", scopes, password });
    expect(await refusalOf(create("orders:read", "orders:refund"))).toEqual(forbidden);
    expect(await shop.db.select().from(apiKeys)).toEqual([]);
    expect((await create("orders:read", "keys:read", "orders:read")).apiKey.scopes).toEqual([
      "orders:read",
      "keys:read",
    ]);
  });

  test("fails for whom was signed out since they asked, as a changed role does", async () => {
    const shop = await createTestShop();
    const permissions = ["keys:write", "orders:read"] as const;
    const { customer, role } = await newStaff(shop, { permissions });
    const [session] = await shop.db.select().from(sessions).where(eq(sessions.customerId, customer.id));
    const actor: StaffActor = {
      type: "staff",
      customerId: customer.id,
      sessionId: session?.id ?? "",
      role,
      permissions: new Set(permissions),
      secondFactor: false,
    };
    const ctx = { ...(await newServiceContext({ db: shop.db })), actor };
    const create = (name: string) => createKey(ctx, { name, scopes: ["orders:read"], password });
    const { apiKey } = await create("ERP");
    expect(apiKey.createdBy).toBe(customer.id);
    const owner = await newStaff(shop);
    const fewer = { name: role, permissions: ["keys:write"], version: 1 } satisfies SaveRole;
    await owner.client.admin.staff.saveRole.mutate(fewer);
    await expect(create("POS")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(revokeKey(ctx, { id: (await newKey(shop)).apiKey.id })).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    expect(await shop.db.select().from(apiKeys).where(isNull(apiKeys.revokedAt))).toHaveLength(1);
  });

  test("is refused for what would let one that leaked make itself permanent", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    for (const scope of ["staff:write", "keys:write", "everything"]) {
      // Sound: what a program without our types may send.
      const scopes = ["orders:read", scope] as Scope[];
      const call = client.admin.apiKeys.create.mutate({ name: "ERP", scopes, password });
      expect(await refusalOf(call)).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "scopes.1" }] },
      });
    }
    expect(await shop.db.select().from(apiKeys)).toEqual([]);
  });

  test("is refused for no name, no scopes, and an end that is over", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { client } = await newStaff(shop);
    const wrong = [
      { name: " ", scopes: ["orders:read"], password },
      { name: "x".repeat(101), scopes: ["orders:read"], password },
      { name: "ERP", scopes: [], password },
      { name: "ERP", scopes: ["orders:read"], password: "" },
      { name: "ERP", scopes: ["orders:read"], expiresAt: clock.now(), password },
    ] satisfies Wish[];
    for (const input of wrong) {
      const { code } = await refusalOf(client.admin.apiKeys.create.mutate(input));
      expect(code).toBe("BAD_REQUEST");
    }
    expect(await shop.db.select().from(apiKeys)).toEqual([]);
  });
});

test("who may read keys may not make or revoke them, and customers none of it", async () => {
  const shop = await createTestShop();
  const { apiKey } = await newKey(shop);
  const reader = await newStaff(shop, { permissions: ["keys:read"] });
  const writer = await newStaff(shop, { permissions: ["keys:write"] });
  const { client: customer } = await newCustomer(shop);
  expect((await reader.client.admin.apiKeys.list.query({})).items).toMatchObject([{ id: apiKey.id }]);
  const make = { name: "ERP", scopes: ["keys:read"], password } satisfies Wish;
  for (const { admin } of [reader.client, customer]) {
    expect(await refusalOf(admin.apiKeys.create.mutate(make))).toEqual(forbidden);
    expect(await refusalOf(admin.apiKeys.revoke.mutate({ id: apiKey.id }))).toEqual(forbidden);
  }
  for (const { admin } of [writer.client, customer]) {
    expect(await refusalOf(admin.apiKeys.list.query({}))).toEqual(forbidden);
  }
  expect(await refusalOf(shop.client.admin.apiKeys.list.query({}))).toEqual(unauthenticated);
  const unknown = writer.client.admin.apiKeys.revoke.mutate({ id: "key_none" });
  expect(await refusalOf(unknown)).toEqual({ code: "NOT_FOUND", data: {} });
});

test("keys are listed the newest first, a page at a time", async () => {
  const shop = await createTestShop();
  const { client } = await newStaff(shop);
  const ids: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    const { apiKey } = await client.admin.apiKeys.create.mutate({ name, scopes: ["keys:read"], password });
    ids.unshift(apiKey.id);
  }
  const listed: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await client.admin.apiKeys.list.query({ limit: 2, ...(cursor && { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(2);
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(listed).toEqual(ids);
  const wrong = [{ limit: 0 }, { limit: 101 }, { cursor: "no cursor" }];
  for (const input of wrong) {
    expect((await refusalOf(client.admin.apiKeys.list.query(input))).code).toBe("BAD_REQUEST");
  }
});

/** What of a key is not shown in lists. */
const secretPartOf = (key: string) => key.slice("bodega_sk_".length + 4);

/** Every value of every column of every table. */
async function everyValue({ database: { client } }: TestShop): Promise<unknown[]> {
  const tables = await client.execute("select name from sqlite_master where type = 'table'");
  const names = tables.rows.map(({ name }) => String(name));
  const all = await Promise.all(names.map((name) => client.execute(`select * from "${name}"`)));
  return all.map(({ rows }) => rows.map((row) => Object.values(row)));
}
