import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Permission } from "../../db/enums.ts";
import { apiKeys, auditEvents, roles, staff } from "../../db/schema/index.ts";
import type { StaffActor } from "../../server/core/context.ts";
import { newApiKey } from "../../server/modules/auth/api-keys.ts";
import { createKey } from "../../server/modules/auth/keys/create-key.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { clientWith, newCustomer, signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";
import { newStaff } from "../helpers/staff.ts";

const minute = 60_000;
const hour = 60 * minute;

const forbidden = { code: "FORBIDDEN", data: {} } as const;
const unauthenticated = { code: "UNAUTHENTICATED", data: {} } as const;

type Scope = Exclude<Permission, "staff:write" | "keys:write">;

/** An owner, and a key of theirs that may do just that. */
async function newKey(
  shop: TestShop,
  { scopes = ["customers:read"], expiresAt }: { scopes?: Scope[]; expiresAt?: Date | null } = {},
) {
  const owner = await newStaff(shop);
  const made = await owner.client.admin.apiKeys.create.mutate({ name: "ERP", scopes, expiresAt });
  return { owner, ...made, client: clientWith(shop.app, made.key, "erp/1.0") };
}

const read = ({ app }: TestShop, headers: Record<string, string>) =>
  app(new Request("http://shop.test/trpc/admin.customers.list", { headers }));

describe("an API key", () => {
  test("does what its scopes allow, and nothing else", async () => {
    const shop = await newShop();
    const { client } = await newKey(shop, { scopes: ["customers:read", "keys:read"] });
    expect(await client.admin.customers.list.query({})).toEqual({ items: [], nextCursor: null });
    expect((await client.admin.apiKeys.list.query({})).items.length).toBe(1);
    const id = "cus_1";
    expect(await refusalOf(client.admin.customers.setStatus.mutate({ id, status: "blocked" }))).toEqual(
      forbidden,
    );
    expect(await refusalOf(client.admin.audit.list.query({}))).toEqual(forbidden);
    const more = client.admin.apiKeys.create.mutate({ name: "More", scopes: ["keys:read"] });
    expect(await refusalOf(more)).toEqual(forbidden);
  });

  test("is no customer: it has no account, no sessions and no cart of its own", async () => {
    const shop = await newShop();
    const { client } = await newKey(shop);
    expect(await refusalOf(client.account.profile.query())).toEqual(unauthenticated);
    expect(await refusalOf(client.auth.sessions.query())).toEqual(unauthenticated);
    expect(await client.auth.me.query()).toBeNull();
    expect(await client.auth.logout.mutate()).toEqual({ done: true });
    expect((await client.admin.customers.list.query({})).items).toEqual([]);
  });

  test("needs no second factor where staff do", async () => {
    const shop = await newShop();
    const { owner, key } = await newKey(shop);
    const strict = await newShop({ database: shop.database, staffNeedSecondFactor: true });
    const held = clientWith(strict.app, owner.token).admin.customers.list.query({});
    expect(await refusalOf(held)).toMatchObject({ code: "MFA_ENROLLMENT_REQUIRED" });
    expect((await clientWith(strict.app, key).admin.customers.list.query({})).items).toEqual([]);
  });

  test("that has expired is nobody's", async () => {
    const clock = newClock();
    const shop = await newShop({ clock });
    const { client } = await newKey(shop, { expiresAt: new Date(clock.now().getTime() + minute) });
    clock.advance(minute - 1);
    expect((await client.admin.customers.list.query({})).items).toEqual([]);
    clock.advance(1);
    expect(await refusalOf(client.admin.customers.list.query({}))).toEqual(unauthenticated);
  });

  test("that was revoked is nobody's at once; the first moment stays, and is written down once", async () => {
    const clock = newClock();
    const shop = await newShop({ clock });
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
    const shop = await newShop();
    const { key, apiKey } = await newKey(shop);
    const others = [newApiKey().key, key.slice(0, -1), `${key}A`, apiKey.start, apiKey.id, "bodega_sk_"];
    for (const forged of [...others, key.toUpperCase(), key.slice("bodega_sk_".length)]) {
      const call = clientWith(shop.app, forged).admin.customers.list.query({});
      expect(await refusalOf(call)).toEqual(unauthenticated);
    }
    expect((await read(shop, { authorization: `Basic ${key}` })).status).toBe(401);
  });

  test("is no browser's: it does not work as a cookie, and gets none", async () => {
    const shop = await newShop();
    const { key, owner } = await newKey(shop);
    const cookie = (token: string) => ({ cookie: `bodega_session_dev=${token}` });
    expect((await read(shop, cookie(owner.token))).status).toBe(200);
    expect((await read(shop, cookie(key))).status).toBe(401);

    const answer = await read(shop, { authorization: `Bearer ${key}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test("decides alone who asks: a session's cookie beside it adds nothing", async () => {
    const shop = await newShop();
    const { key, owner } = await newKey(shop, { scopes: ["audit:read"] });
    const cookie = `bodega_session_dev=${owner.token}`;
    expect((await read(shop, { authorization: `Bearer ${key}`, cookie })).status).toBe(403);
    const forged = `Bearer ${newApiKey().key}`;
    expect((await read(shop, { authorization: forged, cookie })).status).toBe(401);
  });

  test("knows when it was last used, to the hour", async () => {
    const clock = newClock();
    const shop = await newShop({ clock });
    const { client, apiKey } = await newKey(shop);
    const lastUsedAt = async () => {
      const [row] = await shop.db.select().from(apiKeys).where(eq(apiKeys.id, apiKey.id));
      return row?.lastUsedAt?.getTime();
    };
    expect(apiKey.lastUsedAt).toBeNull();
    const first = clock.now().getTime();
    await client.admin.customers.list.query({});
    expect(await lastUsedAt()).toBe(first);
    clock.advance(hour);
    await client.admin.customers.list.query({});
    expect(await lastUsedAt()).toBe(first);
    clock.advance(1);
    await client.admin.customers.list.query({});
    expect(await lastUsedAt()).toBe(first + hour + 1);
  });

  test("stands under its id in the audit log for what it does", async () => {
    const shop = await newShop();
    const { client, apiKey } = await newKey(shop, { scopes: ["customers:write"] });
    const { customer } = await newCustomer(shop);
    await client.admin.customers.setStatus.mutate({ id: customer.id, status: "blocked" });
    const [event] = await shop.db.select().from(auditEvents).where(eq(auditEvents.actorId, apiKey.id));
    expect(event).toMatchObject({ type: "customer-blocked", subjectId: customer.id, device: "erp/1.0" });
  });
});

describe("making an API key", () => {
  test("answers the key this once; only its hash is kept, in no column the key", async () => {
    const shop = await newShop();
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

  test("under an Idempotency-Key stores no answer", async () => {
    const shop = await newShop();
    const { client } = await newStaff(shop);
    const create = () =>
      client.admin.apiKeys.create.mutate({ name: "ERP", scopes: ["keys:read"] }, { idempotencyKey: "same" });
    const [first, second] = [await create(), await create()];
    expect(first.key).not.toBe(second.key);
    expect(JSON.stringify(await everyValue(shop))).not.toContain(secretPartOf(first.key));
  });

  test("is written down with its name and its scopes", async () => {
    const shop = await newShop();
    const { apiKey, owner } = await newKey(shop);
    const [event] = await shop.db.select().from(auditEvents).where(eq(auditEvents.subjectId, apiKey.id));
    expect(event).toMatchObject({
      type: "api-key-created",
      actorId: owner.customer.id,
      details: { name: "ERP", scopes: ["customers:read"] },
    });
  });

  test("gives away nothing that its maker does not have", async () => {
    const shop = await newShop();
    const { client } = await newStaff(shop, { permissions: ["keys:read", "keys:write", "orders:read"] });
    const create = (...scopes: Scope[]) => client.admin.apiKeys.create.mutate({ name: "ERP", scopes });
    expect(await refusalOf(create("orders:read", "orders:refund"))).toEqual(forbidden);
    expect(await shop.db.select().from(apiKeys)).toEqual([]);
    expect((await create("orders:read", "keys:read", "orders:read")).apiKey.scopes).toEqual([
      "orders:read",
      "keys:read",
    ]);
  });

  test("asks what its maker may do when it is made, not when they asked", async () => {
    const shop = await newShop();
    const permissions = ["keys:write", "orders:read"] as const;
    const { customer, role } = await newStaff(shop, { permissions });
    const actor: StaffActor = {
      type: "staff",
      customerId: customer.id,
      sessionId: "ses_1",
      role,
      permissions: new Set(permissions),
      secondFactor: false,
    };
    const ctx = { ...(await newServiceContext({ db: shop.db })), actor };
    const create = () => createKey(ctx, { name: "ERP", scopes: ["orders:read"] });
    expect((await create()).apiKey.createdBy).toBe(customer.id);
    for (const left of [["keys:write"], ["orders:read"]] satisfies Permission[][]) {
      await shop.db.update(roles).set({ permissions: left }).where(eq(roles.name, role));
      await expect(create()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await shop.db
      .update(roles)
      .set({ permissions: [...permissions] })
      .where(eq(roles.name, role));
    await shop.db.delete(staff).where(eq(staff.customerId, customer.id));
    await expect(create()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await shop.db.select().from(apiKeys)).length).toBe(1);
  });

  test("is refused for what would let one that leaked make itself permanent", async () => {
    const shop = await newShop();
    const { client } = await newStaff(shop);
    for (const scope of ["staff:write", "keys:write", "everything"]) {
      // Sound: what a program without our types may send.
      const scopes = ["orders:read", scope] as Scope[];
      const call = client.admin.apiKeys.create.mutate({ name: "ERP", scopes });
      expect(await refusalOf(call)).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "scopes.1" }] },
      });
    }
    expect(await shop.db.select().from(apiKeys)).toEqual([]);
  });

  test("is refused for no name, no scopes, and an end that is over", async () => {
    const clock = newClock();
    const shop = await newShop({ clock });
    const { client } = await newStaff(shop);
    const wrong = [
      { name: " ", scopes: ["orders:read"] },
      { name: "x".repeat(101), scopes: ["orders:read"] },
      { name: "ERP", scopes: [] },
      { name: "ERP", scopes: ["orders:read"], expiresAt: clock.now() },
    ] satisfies { name: string; scopes: Scope[]; expiresAt?: Date }[];
    for (const input of wrong) {
      const { code } = await refusalOf(client.admin.apiKeys.create.mutate(input));
      expect(code).toBe("BAD_REQUEST");
    }
    expect(await shop.db.select().from(apiKeys)).toEqual([]);
  });
});

test("who may read keys may not make or revoke them, and customers none of it", async () => {
  const shop = await newShop();
  const { apiKey } = await newKey(shop);
  const reader = await newStaff(shop, { permissions: ["keys:read"] });
  const writer = await newStaff(shop, { permissions: ["keys:write"] });
  const { client: customer } = await newCustomer(shop);
  expect((await reader.client.admin.apiKeys.list.query({})).items).toMatchObject([{ id: apiKey.id }]);
  const make = { name: "ERP", scopes: ["keys:read"] } satisfies { name: string; scopes: Scope[] };
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
  const shop = await newShop();
  const { client } = await newStaff(shop);
  const ids: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    const { apiKey } = await client.admin.apiKeys.create.mutate({ name, scopes: ["keys:read"] });
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

test("a key that its maker leaves behind stays the shop's, until it is revoked", async () => {
  const shop = await newShop();
  const { owner, client, apiKey } = await newKey(shop);
  await shop.db.delete(staff).where(eq(staff.customerId, owner.customer.id));
  expect((await client.admin.customers.list.query({})).items.length).toBe(1);
  const next = await newStaff(shop);
  await next.client.admin.apiKeys.revoke.mutate({ id: apiKey.id });
  expect(await refusalOf(client.admin.customers.list.query({}))).toEqual(unauthenticated);
  expect((await signIn(shop, owner.email)).customer.email).toBe(owner.email);
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
