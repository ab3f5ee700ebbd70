import { describe, expect, test } from "bun:test";
import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import { desc, eq } from "drizzle-orm";
import { auditEvents, customers, idempotencyKeys, sessions } from "../../db/schema/index.ts";
import { transact } from "../../db/transaction.ts";
import type { ProcedureMeta } from "../../server/trpc/meta.ts";
import { type AppRouter, procedures } from "../../server/trpc/root.ts";
import { transformer } from "../../server/trpc/transformer.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { createTestShop } from "../../testing/shop.ts";
import { mailedToken, signIn, signUp } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";

const newPassword = "eleven otters cross a bridge";
const hour = 60 * 60 * 1000;
const day = 24 * hour;

function post(path: string, input: object, headers: Record<string, string> = {}): Request {
  return new Request(`http://shop.test/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ json: input }),
  });
}

describe("an account", () => {
  test("is opened, and its owner signs in whatever the case of the address", async () => {
    const shop = await createTestShop();
    const { client } = shop;
    expect(await client.auth.register.mutate({ email: "Ada@Example.com", password })).toEqual({ done: true });
    const mailed = await mailedToken(shop, "ada@example.com");
    await client.auth.verifyEmail.mutate({ token: mailed, password });
    const { customer, token } = await client.auth.login.mutate({ email: "ADA@example.com", password });
    expect(customer).toMatchObject({ id: expect.stringMatching(/^cus_/), email: "ada@example.com" });
    expect(token).toBeNull();
  });

  test("that is there already is not told of, nor touched", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const again = shop.client.auth.register.mutate({ email, password: "somebody else's long guess" });
    expect(await again).toEqual({ done: true });
    expect((await signIn(shop, email)).customer.email).toBe(email);
    expect((await shop.db.select().from(customers)).length).toBe(1);
  });

  test("opens to nobody before its address is verified, nor tells that it is there", async () => {
    const { client } = await createTestShop();
    const email = newEmail();
    const login = () => refusalOf(client.auth.login.mutate({ email, password }));
    const before = await login();
    await client.auth.register.mutate({ email, password });
    expect(await login()).toEqual(before);
    expect(before).toEqual({ code: "INVALID_CREDENTIALS", data: {} });
  });

  test.each([
    ["too short", "nine char"],
    ["a common one", "password123"],
    ["a row of keys", "qwertyuiop"],
    ["one letter again and again", "aaaaaaaaaaaaaaaa"],
    ["a season and a year", "Summer2026!!"],
    ["two common words", "correct horse"],
    ["three of them", "blue horse house"],
    ["two names", "Michael Jackson"],
    ["known to everybody", "Correct Horse Battery Staple!"],
    ["made of the address", "grace.hopper-2026"],
    ["longer than anybody's", "x".repeat(1_001)],
    [
      "a common one in full-width letters",
      "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff11\uff12\uff13",
    ],
    ["made of the address in full-width letters", "\uff47\uff52\uff41\uff43\uff45.hopper-2026"],
    ["too short once its accents are composed", "äqëkïxöwü".normalize("NFD")],
  ])("is refused a password that is %s", async (_, weak) => {
    const { client, db } = await createTestShop();
    const call = client.auth.register.mutate({ email: "grace.hopper@example.com", password: weak });
    expect(await refusalOf(call)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "password" }] },
    });
    expect(await db.select().from(customers)).toEqual([]);
  });
});

describe("signing in", () => {
  test("with a wrong password and to an account that does not exist are refused alike", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const refused = { code: "INVALID_CREDENTIALS" as const, data: {} };
    for (const one of [email, newEmail()]) {
      const call = shop.client.auth.login.mutate({ email: one, password: "not the right one" });
      expect(await refusalOf(call)).toEqual(refused);
    }
  });

  test("is held up after ten guesses at one account, says how long, and spares the others", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const guess = () => refusalOf(shop.client.auth.login.mutate({ email, password: "not the right one" }));
    for (let i = 0; i < 10; i++) expect((await guess()).code).toBe("INVALID_CREDENTIALS");
    const { code, data } = await guess();
    expect(code).toBe("RATE_LIMITED");
    expect(Object(data).retryAfter).toBeWithin(800, 901);
    expect(await refusalOf(shop.client.auth.login.mutate({ email, password }))).toMatchObject({ code });
    expect((await newCustomer(shop)).customer.email).not.toBe(email);
  });

  test("gives a browser a cookie that no script and no other site can use", async () => {
    const shop = await createTestShop({ secureCookies: true });
    const { email } = await newCustomer(shop);
    const response = await shop.app(post("auth.login", { email, password }));
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-bodega_session=[a-z0-9]{40};/);
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(flag);
    expect(cookie).not.toContain("Domain");
    expect(await response.text()).not.toContain(cookie.slice(22, 62));
    const [pair = ""] = cookie.split(";");
    const who = async () => {
      const answer = await shop.app(
        new Request("http://shop.test/trpc/auth.me", { headers: { cookie: pair } }),
      );
      return (await answer.text()).includes(email);
    };
    expect(await who()).toBe(true);
    const out = await shop.app(post("auth.logout", {}, { cookie: pair }));
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-bodega_session=;.*Max-Age=0/);
    expect(await who()).toBe(false);
  });

  test.each(["trpc-accept", "accept"] as const)(
    "through tRPC's own link that streams, by the header %s, is answered and given a cookie",
    async (streamHeader) => {
      const shop = await createTestShop();
      const { email } = await newCustomer(shop);
      const cookies: string[] = [];
      const { auth } = createTRPCClient<AppRouter>({
        links: [
          httpBatchStreamLink({
            url: `${shop.url}/trpc`,
            transformer,
            streamHeader,
            async fetch(url, { method, headers, body } = {}) {
              const response = await shop.app(
                new Request(url.toString(), { method, headers, body } as RequestInit),
              );
              cookies.push(...response.headers.getSetCookie());
              return response as never; // Bun types its streams otherwise
            },
          }),
        ],
      });
      const { customer } = await auth.login.mutate({ email, password });
      expect(customer.email).toBe(email);
      expect(cookies.length).toBe(1);
      await expect(auth.login.mutate({ email, password: "not the right one" })).rejects.toMatchObject({
        data: { code: "INVALID_CREDENTIALS" },
      });
    },
  );

  test("keeps its owner's way in open while somebody else guesses from elsewhere", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const guess = (address: string) =>
      shop.app(post("auth.login", { email, password: "not the right one" }), address);
    for (let i = 0; i < 12; i++) await guess("198.51.100.7");
    expect((await guess("198.51.100.7")).status).toBe(429);
    expect((await shop.app(post("auth.login", { email, password }), "192.0.2.9")).status).toBe(200);
  });

  test("with a password composed by another keyboard is signing in with the same", async () => {
    const shop = await createTestShop();
    const email = newEmail();
    const composed = "crème brûlée at dawn";
    await shop.client.auth.register.mutate({ email, password: composed });
    const token = await mailedToken(shop, email);
    await shop.client.auth.verifyEmail.mutate({ token, password: composed.normalize("NFD") });
    const { customer } = await shop.client.auth.login.mutate({ email, password: composed.normalize("NFD") });
    expect(customer.email).toBe(email);
  });

  test("ends the session that was there before, so that none can be planted", async () => {
    const shop = await createTestShop();
    const { email, token, client } = await newCustomer(shop);
    const next = await client.auth.login.mutate({ email, password, session: "token" });
    expect(next.token).not.toBe(token);
    expect(await client.auth.me.query()).toBeNull();
    expect((await clientWith(shop.app, next.token ?? "").auth.me.query())?.email).toBe(email);
  });

  test("is refused to a blocked customer, whose sessions are dead at once", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    await shop.db.update(customers).set({ status: "blocked" });
    expect(await client.auth.me.query()).toBeNull();
    expect(await refusalOf(shop.client.auth.login.mutate({ email, password }))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
  });
});

describe("a session", () => {
  test("is in the database by its hash alone, and never in a stored answer", async () => {
    const shop = await createTestShop();
    const { token } = await newCustomer(shop);
    const stored = JSON.stringify([
      await shop.db.select().from(sessions),
      await shop.db.select().from(idempotencyKeys),
      await shop.db.select().from(auditEvents),
    ]);
    expect(token).toMatch(/^[a-z0-9]{40}$/);
    expect(stored).not.toContain(token);
  });

  test("that is forged, has ended or has expired is nobody's", async () => {
    const shop = await createTestShop();
    const { token, client } = await newCustomer(shop);
    const nobody = async (one: string) => {
      const { auth } = clientWith(shop.app, one);
      expect(await auth.me.query()).toBeNull();
      expect(await refusalOf(auth.sessions.query())).toMatchObject({ code: "UNAUTHENTICATED" });
    };
    await nobody("x".repeat(40));
    await nobody(`${token}x`);
    await shop.db.update(sessions).set({ expiresAt: new Date(Date.now() - 1) });
    await nobody(token);
    const { token: other, client: second } = await newCustomer(shop);
    await second.auth.logout.mutate();
    await nobody(other);
    expect(await client.auth.me.query()).toBeNull();
  });

  test("starts its thirty days anew once half of them are over", async () => {
    const shop = await createTestShop();
    const { client } = await newCustomer(shop);
    const daysLeft = async () => {
      const [session] = await shop.db.select().from(sessions);
      return Math.round(((session?.expiresAt.getTime() ?? 0) - Date.now()) / day);
    };
    expect(await daysLeft()).toBe(30);
    for (const [left, after] of [
      [16, 16],
      [14, 30],
    ] as const) {
      await shop.db.update(sessions).set({ expiresAt: new Date(Date.now() + left * day) });
      await client.auth.me.query();
      expect(await daysLeft()).toBe(after);
    }
  });

  test("in a browser is kept as long as the server keeps it", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const signedIn = await shop.app(post("auth.login", { email, password }));
    const [pair = ""] = signedIn.headers.getSetCookie()[0]?.split(";") ?? [];
    const visit = () => shop.app(new Request("http://shop.test/trpc/auth.me", { headers: { cookie: pair } }));
    expect((await visit()).headers.getSetCookie()).toEqual([]);
    await shop.db.update(sessions).set({ expiresAt: new Date(Date.now() + 10 * day) });
    expect((await visit()).headers.getSetCookie()[0]).toStartWith(`${pair};`);
  });

  test("takes note of its last use, no more than once an hour", async () => {
    let now = Date.now();
    const shop = await createTestShop({ clock: { now: () => new Date(now) } });
    const { client } = await newCustomer(shop);
    const lastUse = async () => (await shop.db.select().from(sessions))[0]?.lastUsedAt.getTime();
    const started = now;
    for (const [later, noted] of [
      [hour, started],
      [1, started + hour + 1],
    ] as const) {
      now += later;
      await client.auth.me.query();
      // It is written behind the answer: a write that comes after it waits its turn.
      await transact({ db: shop.db }, async () => {});
      expect(await lastUse()).toBe(noted);
    }
  });
});

describe("devices", () => {
  test("are listed, and signed out one by one or all others at once", async () => {
    const shop = await createTestShop();
    const { email, client: laptop } = await newCustomer(shop);
    const phone = await signIn(shop, email, "phone");
    const tablet = await signIn(shop, email, "tablet");
    const listed = await laptop.auth.sessions.query();
    expect(listed.filter(({ current }) => current).length).toBe(1);
    expect(listed.length).toBe(3);

    const [phoneSession] = (await phone.client.auth.sessions.query()).filter(({ current }) => current);
    await laptop.auth.revokeSession.mutate({ sessionId: phoneSession?.id ?? "" });
    expect(await phone.client.auth.me.query()).toBeNull();
    expect(await tablet.client.auth.me.query()).not.toBeNull();

    await laptop.auth.revokeOtherSessions.mutate();
    expect(await tablet.client.auth.me.query()).toBeNull();
    expect((await laptop.auth.sessions.query()).map(({ current }) => current)).toEqual([true]);
  });

  test("of somebody else are not found, and stay signed in", async () => {
    const shop = await createTestShop();
    const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
    const [session] = await theirs.client.auth.sessions.query();
    const call = mine.client.auth.revokeSession.mutate({ sessionId: session?.id ?? "" });
    expect(await refusalOf(call)).toEqual({ code: "NOT_FOUND", data: {} });
    expect(await theirs.client.auth.me.query()).not.toBeNull();
    expect((await mine.client.auth.sessions.query()).length).toBe(1);
  });
});

describe("changing the password", () => {
  test("needs the old one, and signs every device out but this one, which gets a new session", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    const phone = await signIn(shop, email);
    const wrong = client.auth.changePassword.mutate({ password: "not the right one", newPassword });
    expect(await refusalOf(wrong)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(await phone.client.auth.me.query()).not.toBeNull();

    const { token } = await client.auth.changePassword.mutate({ password, newPassword, session: "token" });
    expect(await client.auth.me.query()).toBeNull();
    expect(await phone.client.auth.me.query()).toBeNull();
    expect((await clientWith(shop.app, token ?? "").auth.me.query())?.email).toBe(email);
    expect(await refusalOf(shop.client.auth.login.mutate({ email, password }))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
    expect((await shop.client.auth.login.mutate({ email, password: newPassword })).customer.email).toBe(
      email,
    );
  });

  test("wins over a sign-in with the old one that was checked before and comes after", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    const [changed, signedIn] = await Promise.allSettled([
      client.auth.changePassword.mutate({ password, newPassword, session: "token" }),
      signIn(shop, email),
    ]);
    expect(changed.status).toBe("fulfilled");
    if (signedIn.status === "fulfilled") expect(await signedIn.value.client.auth.me.query()).toBeNull();
    expect((await shop.db.select().from(sessions)).length).toBe(1);
  });

  test("does not happen on a device that is signed out meanwhile", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    const owner = await signIn(shop, email);
    const [changed] = await Promise.allSettled([
      client.auth.changePassword.mutate({ password, newPassword }),
      owner.client.auth.revokeOtherSessions.mutate(),
    ]);
    expect(changed.status).toBe("rejected");
    expect(await owner.client.auth.me.query()).not.toBeNull();
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });

  test("is refused for a weak one, and nothing changes", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    const call = client.auth.changePassword.mutate({ password, newPassword: "password123" });
    expect(await refusalOf(call)).toMatchObject({ data: { issues: [{ path: "newPassword" }] } });
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });
});

test("every event of an account is written down, with where it came from and no secret", async () => {
  const shop = await createTestShop();
  const { client, email, customer } = await signUp(shop);
  await refusalOf(shop.client.auth.login.mutate({ email, password: "not the right one" }));
  await client.auth.revokeOtherSessions.mutate();
  await client.auth.logout.mutate();
  const events = await shop.db.select().from(auditEvents).orderBy(desc(auditEvents.id));
  expect(events.map(({ type }) => type)).toEqual([
    "logout",
    "other-sessions-revoked",
    "login-failed",
    "login",
    "email-verified",
    "registered",
  ]);
  expect(events[0]).toMatchObject({
    actorId: customer.id,
    subjectId: customer.id,
    address: "192.0.2.1",
    device: "test",
  });
  expect(JSON.stringify(events)).not.toContain(password);
});

test("a key of one customer means nothing to another", async () => {
  const shop = await createTestShop();
  const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
  const other = await signIn(shop, theirs.email);
  await mine.client.auth.revokeOtherSessions.mutate(undefined, { idempotencyKey: "same" });
  await theirs.client.auth.revokeOtherSessions.mutate(undefined, { idempotencyKey: "same" });
  expect(await other.client.auth.me.query()).toBeNull();
});

describe("nobody in particular", () => {
  const guarded = Object.entries(procedures).filter(
    ([, { _def }]) => (_def.meta as Partial<ProcedureMeta>).access === "customer",
  );

  test.each(guarded)("is refused %s, whatever they send", async (path, { _def }) => {
    const { app } = await createTestShop();
    const request = _def.type === "query" ? new Request(`http://shop.test/trpc/${path}`) : post(path, {});
    const response = await app(request);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { json: { data: { code: "UNAUTHENTICATED" } } } });
  });
});

test("a password whose hash is of weaker parameters is hashed anew when its owner signs in", async () => {
  const shop = await createTestShop();
  const { email, customer } = await newCustomer(shop);
  const weaker = await Bun.password.hash(password, { algorithm: "argon2id", memoryCost: 8_192, timeCost: 1 });
  await shop.db.update(customers).set({ passwordHash: weaker }).where(eq(customers.id, customer.id));
  await signIn(shop, email);
  const [row] = await shop.db.select().from(customers);
  expect(row?.passwordHash).toStartWith("$argon2id$v=19$m=19456,t=2,");
});
