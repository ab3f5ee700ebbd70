import { describe, expect, onTestFinished, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import {
  auditEvents,
  customers,
  idempotencyKeys,
  mfaChallenges,
  recoveryCodes,
  secondFactors,
  sessions,
} from "../../db/schema/index.ts";
import type { Limiter, Vault } from "../../server/core/ports.ts";
import { createMemoryLimiter } from "../../server/infra/memory-limiter.ts";
import { createVault } from "../../server/infra/vault.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import {
  challengeOf,
  newAuthenticator,
  newGuardedCustomer,
  step,
  wrongCode,
} from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";
import { signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { startSqld } from "../helpers/sqld.ts";

const minute = 60_000;

const expired = { code: "TOKEN_EXPIRED", data: {} } as const;
const wrong = { code: "INVALID_CREDENTIALS", data: {} } as const;

async function newGuardedShop(overrides: { database?: DatabaseHandle } = {}) {
  const clock = newClock();
  const shop = await createTestShop({ ...overrides, clock });
  return { shop, clock, answer: shop.client.auth.mfa.challenge.mutate };
}

describe("enrolling", () => {
  test("needs the password, and changes nothing until it is confirmed", async () => {
    const { shop } = await newGuardedShop();
    const { email, client } = await newCustomer(shop);
    const call = client.auth.mfa.enroll.mutate({ password: "not the right one" });
    expect(await refusalOf(call)).toEqual(wrong);
    const { uri, secret } = await client.auth.mfa.enroll.mutate({ password });
    expect(uri).toContain(`secret=${secret}`);
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });

  test("anew replaces what was not confirmed", async () => {
    const { shop, clock } = await newGuardedShop();
    const { client } = await newCustomer(shop);
    const first = newAuthenticator((await client.auth.mfa.enroll.mutate({ password })).secret, clock);
    const second = newAuthenticator((await client.auth.mfa.enroll.mutate({ password })).secret, clock);
    expect(await refusalOf(client.auth.mfa.confirm.mutate({ code: first() }))).toEqual(wrong);
    expect((await client.auth.mfa.confirm.mutate({ code: second() })).recoveryCodes.length).toBe(10);
  });

  test("is refused while a confirmed one is there, which stays", async () => {
    const { shop, clock } = await newGuardedShop();
    const { client, secret } = await newGuardedCustomer(shop, clock);
    expect(await refusalOf(client.auth.mfa.enroll.mutate({ password }))).toMatchObject({ code: "CONFLICT" });
    expect(await refusalOf(client.auth.mfa.confirm.mutate({ code: "123456" }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await shop.db.select().from(secondFactors)).map((factor) => factor.secret)).toEqual([secret]);
  });

  test("is confirmed by one of two requests at once, which alone shows recovery codes", async () => {
    const { shop, clock } = await newGuardedShop();
    const { client } = await newCustomer(shop);
    const code = newAuthenticator((await client.auth.mfa.enroll.mutate({ password })).secret, clock)();
    const both = await Promise.allSettled([
      client.auth.mfa.confirm.mutate({ code }),
      client.auth.mfa.confirm.mutate({ code }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await shop.db.select().from(recoveryCodes)).length).toBe(10);
  });

  test("signs every device out once it is confirmed, and this one in anew", async () => {
    const { shop, clock } = await newGuardedShop();
    const { email, client } = await newCustomer(shop);
    const phone = await signIn(shop, email);
    const { secret } = await client.auth.mfa.enroll.mutate({ password });
    expect(await phone.client.auth.me.query()).not.toBeNull();
    const code = newAuthenticator(secret, clock)();
    const { token } = await client.auth.mfa.confirm.mutate({ code, session: "token" });
    expect(await phone.client.auth.me.query()).toBeNull();
    expect(await client.auth.me.query()).toBeNull();
    expect((await clientWith(shop.app, token ?? "").auth.me.query())?.email).toBe(email);
    expect((await shop.db.select().from(sessions)).length).toBe(1);
  });

  test("gives a browser that confirms its new cookie", async () => {
    const { shop, clock } = await newGuardedShop();
    const { token, client } = await newCustomer(shop);
    const { secret } = await client.auth.mfa.enroll.mutate({ password });
    const response = await shop.app(
      new Request("http://shop.test/trpc/auth.mfa.confirm", {
        method: "POST",
        headers: { "content-type": "application/json", cookie: `bodega_session_dev=${token}` },
        body: JSON.stringify({ json: { code: newAuthenticator(secret, clock)() } }),
      }),
    );
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^bodega_session_dev=[a-z0-9]{40};.*HttpOnly/);
    expect(cookie).not.toContain(token);
    expect(await response.json()).toMatchObject({ result: { data: { json: { token: null } } } });
  });
});

describe("signing in with a second factor", () => {
  test("takes the password and a code, and the password alone gives no session", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf, customer } = await newGuardedCustomer(shop, clock);
    const before = (await shop.db.select().from(sessions)).length;
    const challengeId = await challengeOf(shop, email);
    expect(challengeId).toMatch(/^[\w-]{32}$/);
    expect((await shop.db.select().from(sessions)).length).toBe(before);

    clock.advance(step);
    const signedIn = await answer({ challengeId, code: codeOf(), session: "token" });
    expect(signedIn.customer).toEqual(customer);
    expect((await clientWith(shop.app, signedIn.token ?? "").auth.me.query())?.email).toBe(email);
    clock.advance(step);
    expect(await refusalOf(answer({ challengeId, code: codeOf() }))).toEqual(expired);
  });

  test("gives a browser its cookie, and ends the session that was there before", async () => {
    const { shop, clock } = await newGuardedShop();
    const { email, token, client, codeOf } = await newGuardedCustomer(shop, clock);
    const challengeId = await challengeOf(shop, email);
    clock.advance(step);
    const response = await shop.app(
      new Request("http://shop.test/trpc/auth.mfa.challenge", {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ json: { challengeId, code: codeOf() } }),
      }),
    );
    expect(response.headers.getSetCookie()[0]).toMatch(/^bodega_session_dev=[a-z0-9]{40};.*HttpOnly/);
    expect(await response.json()).toMatchObject({ result: { data: { json: { token: null } } } });
    expect(await client.auth.me.query()).toBeNull();
  });

  test("takes a recovery code once, however it is typed", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, recoveryCodes: codes } = await newGuardedCustomer(shop, clock);
    const [first = "", second = ""] = codes;
    const typed = first.toLowerCase().replaceAll("-", " ");
    expect((await answer({ challengeId: await challengeOf(shop, email), code: typed })).customer.email).toBe(
      email,
    );
    const challengeId = await challengeOf(shop, email);
    expect(await refusalOf(answer({ challengeId, code: first }))).toEqual(wrong);
    expect((await answer({ challengeId, code: second })).customer.email).toBe(email);
  });

  test("refuses a code that was used, also the one that confirmed, and those before it", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf } = await newGuardedCustomer(shop, clock);
    const challengeId = await challengeOf(shop, email);
    expect(await refusalOf(answer({ challengeId, code: codeOf() }))).toEqual(wrong);
    expect((await answer({ challengeId, code: codeOf(1) })).customer.email).toBe(email);
    const next = await challengeOf(shop, email);
    for (const steps of [1, 0]) {
      expect(await refusalOf(answer({ challengeId: next, code: codeOf(steps) }))).toEqual(wrong);
    }
  });

  test.each([
    ["one challenge", 1],
    ["two challenges", 2],
  ])("lets one of two in who use a code at once, on %s", async (_, count) => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf, recoveryCodes: codes } = await newGuardedCustomer(shop, clock);
    clock.advance(step);
    for (const code of [codeOf(), codes[0] ?? ""]) {
      const ids = [await challengeOf(shop, email), await challengeOf(shop, email)];
      const before = (await shop.db.select().from(sessions)).length;
      const uses = [0, 1].map((i) => answer({ challengeId: ids[i % count] ?? "", code }));
      const both = await Promise.allSettled(uses);
      expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      expect((await shop.db.select().from(sessions)).length).toBe(before + 1);
    }
  });

  test("lets one in who answers a challenge at once with two right codes, and the other keeps its code", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, recoveryCodes: codes } = await newGuardedCustomer(shop, clock);
    const challengeId = await challengeOf(shop, email);
    const both = await Promise.allSettled(
      codes.slice(0, 2).map((code) => answer({ challengeId, code, session: "token" })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await shop.db.select().from(recoveryCodes)).length).toBe(9);
  });

  test.each([
    [-2, false],
    [-1, true],
    [1, true],
    [2, false],
  ])("from a phone whose clock is %d steps off is let in: %p", async (steps, accepted) => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf } = await newGuardedCustomer(shop, clock);
    clock.advance(4 * step);
    const call = answer({ challengeId: await challengeOf(shop, email), code: codeOf(steps) });
    if (accepted) expect((await call).customer.email).toBe(email);
    else expect(await refusalOf(call)).toEqual(wrong);
  });

  test("is over when five minutes are, and nobody answers a challenge that was not given", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf } = await newGuardedCustomer(shop, clock);
    const [late, inTime] = [await challengeOf(shop, email), await challengeOf(shop, email)];
    clock.advance(5 * minute - 1);
    expect((await answer({ challengeId: inTime, code: codeOf() })).customer.email).toBe(email);
    clock.advance(1);
    expect(await refusalOf(answer({ challengeId: late, code: codeOf(1) }))).toEqual(expired);
    expect(await refusalOf(answer({ challengeId: "x".repeat(32), code: codeOf(1) }))).toEqual(expired);
    clock.advance(1);
    await challengeOf(shop, email);
    expect((await shop.db.select().from(mfaChallenges)).length).toBe(1);
  });

  test("is held up after five wrong codes, on that challenge and the next, and spares the others", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf } = await newGuardedCustomer(shop, clock);
    const other = await newGuardedCustomer(shop, clock);
    clock.advance(step);
    const challengeId = await challengeOf(shop, email);
    const code = wrongCode(codeOf);
    for (let i = 0; i < 5; i++) expect(await refusalOf(answer({ challengeId, code }))).toEqual(wrong);
    for (const id of [challengeId, await challengeOf(shop, email)]) {
      const { code: refused, data } = await refusalOf(answer({ challengeId: id, code: codeOf() }));
      expect(refused).toBe("RATE_LIMITED");
      expect(Object(data).retryAfter).toBeWithin(800, 901);
    }
    const call = answer({ challengeId: await challengeOf(shop, other.email), code: other.codeOf() });
    expect((await call).customer.email).toBe(other.email);
  });

  test("holds a challenge to its five codes though its owner signs in meanwhile", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, codeOf } = await newGuardedCustomer(shop, clock);
    const challengeId = await challengeOf(shop, email);
    const code = wrongCode(codeOf);
    for (let i = 0; i < 4; i++) expect(await refusalOf(answer({ challengeId, code }))).toEqual(wrong);
    clock.advance(step);
    await answer({ challengeId: await challengeOf(shop, email), code: codeOf() });
    expect(await refusalOf(answer({ challengeId, code }))).toEqual(wrong);
    expect(await refusalOf(answer({ challengeId, code }))).toMatchObject({ code: "RATE_LIMITED" });
  });

  test("starts over when the password changes or the customer is blocked meanwhile", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, client, codeOf } = await newGuardedCustomer(shop, clock);
    clock.advance(step);
    const first = await challengeOf(shop, email);
    const newPassword = "eleven otters cross a bridge";
    const changed = await client.auth.changePassword.mutate({ password, newPassword, session: "token" });
    expect(await refusalOf(answer({ challengeId: first, code: codeOf() }))).toEqual(expired);
    const { auth } = clientWith(shop.app, changed.token ?? "");
    await auth.changePassword.mutate({ password: newPassword, newPassword: password });
    const second = await challengeOf(shop, email);
    await shop.db.update(customers).set({ status: "blocked" });
    expect(await refusalOf(answer({ challengeId: second, code: codeOf() }))).toEqual(expired);
  });
});

/** A vault that does, when it is first asked to seal, what somebody else does at that moment. */
function interrupted(work: () => Promise<unknown>): Vault {
  const vault = createVault([]);
  let pending: typeof work | undefined = work;
  const interrupt = async () => {
    const now = pending;
    pending = undefined;
    await now?.();
  };
  return {
    seal: (...args) => interrupt().then(() => vault.seal(...args)),
    open: (...args) => interrupt().then(() => vault.open(...args)),
  };
}

describe("whoever is signed out by a reset or from elsewhere, while the password is being checked,", () => {
  const meanwhile = {
    "signed out": ({ db }: TestShop, customerId: string) =>
      db.delete(sessions).where(eq(sessions.customerId, customerId)),
    "given a new password": ({ db }: TestShop, customerId: string) =>
      db.update(customers).set({ passwordHash: "another" }).where(eq(customers.id, customerId)),
  };
  const codes = { "signed out": "UNAUTHENTICATED", "given a new password": "INVALID_CREDENTIALS" } as const;

  test.each(["signed out", "given a new password"] as const)("enrolls nothing: %s", async (what) => {
    const { shop } = await newGuardedShop();
    const { token, customer } = await newCustomer(shop);
    const vault = interrupted(() => meanwhile[what](shop, customer.id));
    const { app } = await createTestShop({ database: shop.database, vault });
    const call = clientWith(app, token).auth.mfa.enroll.mutate({ password });
    expect(await refusalOf(call)).toMatchObject({ code: codes[what] });
    expect(await shop.db.select().from(secondFactors)).toEqual([]);
  });

  test("confirms nothing", async () => {
    const { shop, clock } = await newGuardedShop();
    const { token, client, customer } = await newCustomer(shop);
    const { secret } = await client.auth.mfa.enroll.mutate({ password });
    const vault = interrupted(() => meanwhile["signed out"](shop, customer.id));
    const { app } = await createTestShop({ database: shop.database, clock, vault });
    const call = clientWith(app, token).auth.mfa.confirm.mutate({ code: newAuthenticator(secret, clock)() });
    expect(await refusalOf(call)).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await shop.db.select().from(recoveryCodes)).toEqual([]);
    expect(await shop.db.select().from(sessions)).toEqual([]);
  });

  test.each(["signed out", "given a new password"] as const)("disables nothing: %s", async (what) => {
    const { shop, clock } = await newGuardedShop();
    const { token, customer, recoveryCodes: own } = await newGuardedCustomer(shop, clock);
    const memory = createMemoryLimiter();
    const limiter: Limiter = {
      ...memory,
      async count(limit, key) {
        if (limit.name === "codes-of-account") await meanwhile[what](shop, customer.id);
        return memory.count(limit, key);
      },
    };
    const { app } = await createTestShop({ database: shop.database, clock, limiter });
    const call = clientWith(app, token).auth.mfa.disable.mutate({ password, code: own[0] ?? "" });
    expect(await refusalOf(call)).toMatchObject({ code: codes[what] });
    expect((await shop.db.select().from(secondFactors)).length).toBe(1);
    expect((await shop.db.select().from(recoveryCodes)).length).toBe(own.length);
  });
});

describe("disabling", () => {
  test("needs the password and a code, and then the password is enough again", async () => {
    const { shop, clock, answer } = await newGuardedShop();
    const { email, client, codeOf } = await newGuardedCustomer(shop, clock);
    clock.advance(step);
    const { disable } = client.auth.mfa;
    const guess = { password: "not the right one", code: codeOf() };
    expect(await refusalOf(disable.mutate(guess))).toEqual(wrong);
    expect(await refusalOf(disable.mutate({ password, code: wrongCode(codeOf) }))).toEqual(wrong);
    const challengeId = await challengeOf(shop, email);

    await disable.mutate({ password, code: codeOf() });
    expect((await signIn(shop, email)).customer.email).toBe(email);
    expect(await refusalOf(answer({ challengeId, code: codeOf(1) }))).toEqual(expired);
    expect(await shop.db.select().from(secondFactors)).toEqual([]);
    expect(await shop.db.select().from(recoveryCodes)).toEqual([]);
    const again = disable.mutate({ password, code: codeOf(1) });
    expect(await refusalOf(again)).toMatchObject({ code: "NOT_FOUND" });
  });

  test("takes a recovery code, for whoever has lost the phone", async () => {
    const { shop, clock } = await newGuardedShop();
    const { email, client, recoveryCodes: codes } = await newGuardedCustomer(shop, clock);
    await client.auth.mfa.disable.mutate({ password, code: codes[9] ?? "" });
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });
});

test("what proves a second factor is stored by its hash, shown once, and in no stored answer", async () => {
  const { shop, clock, answer } = await newGuardedShop();
  const { email, client } = await newCustomer(shop);
  const { secret } = await client.auth.mfa.enroll.mutate({ password }, { idempotencyKey: "enroll" });
  const codeOf = newAuthenticator(secret, clock);
  const confirm = ({ auth }: ShopClient) =>
    auth.mfa.confirm.mutate({ code: codeOf(), session: "token" }, { idempotencyKey: "confirm" });
  const { recoveryCodes: codes, token: held } = await confirm(client);
  const again = confirm(clientWith(shop.app, held ?? ""));
  expect(await refusalOf(again)).toMatchObject({ code: "NOT_FOUND" });
  const challengeId = await challengeOf(shop, email);
  const hashes = JSON.stringify([
    await shop.db.select().from(recoveryCodes),
    await shop.db.select().from(mfaChallenges),
  ]);
  const input = { challengeId, code: codes[0] ?? "", session: "token" } as const;
  const { token } = await answer(input, { idempotencyKey: "challenge" });
  const kept = JSON.stringify([
    await shop.db.select().from(idempotencyKeys),
    await shop.db.select().from(auditEvents),
  ]);
  for (const code of codes) {
    for (const shape of [code, code.replaceAll("-", "")]) expect(hashes + kept).not.toContain(shape);
  }
  expect(hashes + kept).not.toContain(challengeId);
  for (const each of [secret, codeOf(), held ?? "", token ?? ""]) expect(kept).not.toContain(each);
  expect(await shop.db.select().from(idempotencyKeys)).toEqual([]);
});

describe("the secret of an authenticator", () => {
  const key = (byte: number) => new Uint8Array(32).fill(byte);
  const storedIn = async ({ db }: TestShop) =>
    (await db.select().from(secondFactors)).map((factor) => factor.secret);

  test("is stored sealed where there is a key for it, and works all the same", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock, vault: createVault([key(1)]) });
    const { email, secret, codeOf } = await newGuardedCustomer(shop, clock);
    const [stored = ""] = await storedIn(shop);
    expect(stored).toStartWith("sealed:");
    expect(stored).not.toContain(secret);
    clock.advance(step);
    const signedIn = shop.client.auth.mfa.challenge.mutate({
      challengeId: await challengeOf(shop, email),
      code: codeOf(),
    });
    expect((await signedIn).customer.email).toBe(email);
  });

  test("that was stored before there was a key works, and is sealed when it is used", async () => {
    const clock = newClock();
    const before = await createTestShop({ clock });
    const { email, secret, codeOf } = await newGuardedCustomer(before, clock);
    expect(await storedIn(before)).toEqual([secret]);
    for (const keys of [[key(1)], [key(2), key(1)], [key(2)]]) {
      clock.advance(step);
      const shop = await createTestShop({ clock, database: before.database, vault: createVault(keys) });
      const challengeId = await challengeOf(shop, email);
      await shop.client.auth.mfa.challenge.mutate({ challengeId, code: codeOf() });
      expect(await storedIn(shop)).toEqual([expect.stringMatching(/^sealed:/)]);
    }
  });

  test("that was put in another's place opens nobody's account", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock, vault: createVault([key(1)]) });
    const [thief, victim] = [await newGuardedCustomer(shop, clock), await newGuardedCustomer(shop, clock)];
    const [stolen] = await shop.db
      .select()
      .from(secondFactors)
      .where(eq(secondFactors.customerId, thief.customer.id));
    await shop.db
      .update(secondFactors)
      .set({ secret: stolen?.secret ?? "" })
      .where(eq(secondFactors.customerId, victim.customer.id));
    clock.advance(step);
    const challengeId = await challengeOf(shop, victim.email);
    const call = shop.client.auth.mfa.challenge.mutate({ challengeId, code: thief.codeOf() });
    expect(await refusalOf(call)).toMatchObject({ code: "INTERNAL" });
  });
});

test("a database server decides races and forgets what was disabled as a file does", async () => {
  const sqld = await startSqld();
  onTestFinished(() => sqld.stop());
  const database = openDatabase({ url: sqld.url });
  await migrate(database.client);
  const { shop, clock, answer } = await newGuardedShop({ database });
  const { email, codeOf, client, recoveryCodes: codes } = await newGuardedCustomer(shop, clock);
  clock.advance(step);
  const ids = [await challengeOf(shop, email), await challengeOf(shop, email)];
  const both = await Promise.allSettled(ids.map((challengeId) => answer({ challengeId, code: codeOf() })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await client.auth.mfa.disable.mutate({ password, code: codes[0] ?? "" });
  for (const table of [secondFactors, recoveryCodes, mfaChallenges]) {
    expect(await shop.db.select().from(table)).toEqual([]);
  }
  database.client.close();
});

test("every event of a second factor is written down", async () => {
  const { shop, clock, answer } = await newGuardedShop();
  const { email, client, codeOf, recoveryCodes: codes } = await newGuardedCustomer(shop, clock);
  const challengeId = await challengeOf(shop, email);
  await refusalOf(answer({ challengeId, code: wrongCode(codeOf) }));
  await answer({ challengeId, code: codes[0] ?? "" });
  clock.advance(step);
  await client.auth.mfa.disable.mutate({ password, code: codeOf() });
  const events = await shop.db.select().from(auditEvents).orderBy(auditEvents.id);
  expect(events.map(({ type }) => type)).toEqual([
    "mfa-enrolled",
    "mfa-confirmed",
    "login",
    "login-challenged",
    "mfa-failed",
    "recovery-code-used",
    "login",
    "mfa-disabled",
  ]);
});
