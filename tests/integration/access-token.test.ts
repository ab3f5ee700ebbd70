import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { signingKeys } from "../../db/schema/index.ts";
import type { CustomerContext } from "../../server/core/context.ts";
import type { Clock } from "../../server/core/ports.ts";
import { createVault } from "../../server/infra/vault.ts";
import { mintAccessToken } from "../../server/modules/auth/access-token.ts";
import { publicKeys } from "../../server/modules/auth/signing-keys.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { refusalOf } from "../helpers/refusal.ts";

const minute = 60 * 1000;
const day = 24 * 60 * minute;

/** What a service gets when a customer asks; issues tokens without the work of signing in. */
async function newCustomerContext(clock: Clock): Promise<CustomerContext> {
  const actor = { type: "customer", customerId: "cus_1", sessionId: "ses_1" } as const;
  return { ...(await newServiceContext({ clock })), actor };
}

async function jwksOf({ app }: TestShop): Promise<JSONWebKeySet> {
  const response = await app(new Request("http://shop.test/.well-known/jwks.json"));
  expect(response.headers.get("cache-control")).toBe("public, max-age=300");
  return (await response.json()) as JSONWebKeySet;
}

test("another service knows a customer by the token and the public keys alone", async () => {
  const shop = await createTestShop();
  const { client, customer } = await newCustomer(shop);
  const { token, expiresAt } = await client.auth.accessToken.mutate({ audience: "reviews" });
  const keys = createLocalJWKSet(await jwksOf(shop));
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    audience: "reviews",
    issuer: "http://shop.test",
  });
  expect(payload).toMatchObject({ sub: customer.id, role: "customer", aud: "reviews" });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  expect(expiresAt.getTime()).toBe((payload.exp ?? 0) * 1000);
  expect(protectedHeader.alg).toBe("EdDSA");
  await expect(jwtVerify(token, keys, { audience: "billing" })).rejects.toThrow();
  await expect(jwtVerify(`${token.slice(0, -4)}AAAA`, keys)).rejects.toThrow();
});

test("nobody gets one without signing in", async () => {
  const { client } = await createTestShop();
  expect(await refusalOf(client.auth.accessToken.mutate())).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a new key is published a day before it signs, and the one before it a day after", async () => {
  const clock = newClock();
  const shop = await createTestShop({ clock });
  const { client } = await newCustomer(shop);
  const kidOf = async () => decodeProtectedHeader((await client.auth.accessToken.mutate()).token).kid;
  const kids = async () => (await jwksOf(shop)).keys.map(({ kid }) => kid);
  const first = await kidOf();
  expect(await kids()).toEqual([first]);
  clock.advance(30 * day - 1);
  expect(await kids()).toEqual([first]);
  clock.advance(1);
  const [second, ...others] = await kids();
  expect(others).toEqual([first]);
  clock.advance(day - 1);
  expect(await kidOf()).toBe(first);
  clock.advance(1);
  expect(await kidOf()).toBe(second);
  expect(await kids()).toEqual([second, first]);
  clock.advance(day);
  expect(await kids()).toEqual([second]);
});

test("whoever fetched the keys in the last five minutes can verify every token, for a hundred days", async () => {
  const seconds = fc.integer({ min: 0, max: 300 });
  // From one visit to the next: a minute here, a day there, and now and then a month in which nobody came.
  const pause = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 2 * 60 }) },
    { weight: 6, arbitrary: fc.integer({ min: 60, max: 3 * 24 * 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 25 * 24 * 60, max: 40 * 24 * 60 }) },
  );
  const visits = fc.array(fc.tuple(pause, seconds), { minLength: 20, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(visits, async (walk) => {
      const clock = newClock();
      const started = clock.now().getTime();
      const ctx = await newCustomerContext(clock);
      for (const [minutes, since] of walk) {
        clock.advance(minutes * minute);
        if (clock.now().getTime() - started > 100 * day) return;
        const before = { keys: await publicKeys(ctx) };
        clock.advance(since * 1000);
        const { token } = await mintAccessToken(ctx, { audience: "reviews" });
        await jwtVerify(token, createLocalJWKSet(before), { currentDate: clock.now() });
        // And until its end by those who fetch the keys only now, or then.
        clock.advance(9 * minute);
        const later = { keys: await publicKeys(ctx) };
        await jwtVerify(token, createLocalJWKSet(later), { currentDate: clock.now() });
      }
    }),
    { numRuns: 25 },
  );
});

test("of those who ask at once for a key that is due, one makes it", async () => {
  const clock = newClock();
  const ctx = await newCustomerContext(clock);
  const mint = () => mintAccessToken(ctx, { audience: "reviews" });
  for (const made of [1, 2]) {
    const asked = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? mint() : publicKeys(ctx))));
    expect(asked.length).toBe(20);
    expect((await ctx.db.select().from(signingKeys)).length).toBe(made);
    clock.advance(30 * day);
  }
});

describe("the private keys", () => {
  const key = (byte: number) => new Uint8Array(32).fill(byte);

  test("are stored sealed where there is a key for it, and sign all the same", async () => {
    const shop = await createTestShop({ vault: createVault([key(1)]) });
    const { client } = await newCustomer(shop);
    const { token } = await client.auth.accessToken.mutate();
    await jwtVerify(token, createLocalJWKSet(await jwksOf(shop)));
    const [stored] = await shop.db.select().from(signingKeys);
    expect(stored?.privateKey).toStartWith("sealed:");
  });

  test("that were stored before there was a key go on signing", async () => {
    const ctx = await newCustomerContext(newClock());
    const before = await mintAccessToken(ctx, { audience: "reviews" });
    const after = await mintAccessToken({ ...ctx, vault: createVault([key(1)]) }, { audience: "reviews" });
    const kidOf = ({ token }: { token: string }) => decodeProtectedHeader(token).kid;
    expect(kidOf(after)).toBe(kidOf(before));
  });

  test("do not sign without the key that sealed them, and the log does not tell them", async () => {
    const { logger, lines } = newLogRecorder();
    const shop = await createTestShop({ vault: createVault([key(1)]) });
    const { token } = await newCustomer(shop);
    await clientWith(shop.app, token).auth.accessToken.mutate();
    const without = await createTestShop({ database: shop.database, vault: createVault([key(2)]), logger });
    const call = clientWith(without.app, token).auth.accessToken.mutate();
    expect(await refusalOf(call)).toMatchObject({ code: "INTERNAL" });
    expect(JSON.stringify(lines())).toContain("ENCRYPTION_KEYS lacks");
    expect(JSON.stringify(lines())).not.toContain("sealed:");
  });
});

test("the keys that are published hold nothing private", async () => {
  const shop = await createTestShop();
  const { client } = await newCustomer(shop);
  await client.auth.accessToken.mutate();
  const { keys } = await jwksOf(shop);
  expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([["alg", "crv", "kid", "kty", "use", "x"]]);
});
