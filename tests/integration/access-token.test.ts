import { expect, test } from "bun:test";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { newCustomer } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";

const day = 24 * 60 * 60 * 1000;

async function jwksOf({ app }: TestShop): Promise<JSONWebKeySet> {
  const response = await app(new Request("http://shop.test/.well-known/jwks.json"));
  expect(response.headers.get("cache-control")).toBe("public, max-age=300");
  return (await response.json()) as JSONWebKeySet;
}

test("another service knows a customer by the token and the public keys alone", async () => {
  const shop = await newShop();
  const { client, customer } = await newCustomer(shop);
  const { token, expiresAt } = await client.auth.accessToken.mutate({ audience: "reviews" });
  const keys = createLocalJWKSet(await jwksOf(shop));
  const { payload, protectedHeader } = await jwtVerify(token, keys, { audience: "reviews" });
  expect(payload).toMatchObject({ sub: customer.id, role: "customer", aud: "reviews" });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  expect(expiresAt.getTime()).toBe((payload.exp ?? 0) * 1000);
  expect(protectedHeader.alg).toBe("EdDSA");
  await expect(jwtVerify(token, keys, { audience: "billing" })).rejects.toThrow();
  await expect(jwtVerify(`${token.slice(0, -4)}AAAA`, keys)).rejects.toThrow();
});

test("nobody gets one without signing in", async () => {
  const { client } = await newShop();
  expect(await refusalOf(client.auth.accessToken.mutate())).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a new key signs after thirty days, and the one before it verifies a day longer", async () => {
  let now = Date.now();
  const shop = await newShop({ clock: { now: () => new Date(now) } });
  const { client } = await newCustomer(shop);
  const kidOf = async () => {
    const { token } = await client.auth.accessToken.mutate();
    return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
  };
  const kids = async () => (await jwksOf(shop)).keys.map(({ kid }) => kid);
  const first = await kidOf();
  now += 29 * day;
  expect(await kidOf()).toBe(first);
  now += day;
  const second = await kidOf();
  expect(second).not.toBe(first);
  expect(await kids()).toEqual([second, first]);
  now += day;
  expect(await kids()).toEqual([second]);
});

test("the keys that are published hold nothing private", async () => {
  const shop = await newShop();
  const { client } = await newCustomer(shop);
  await client.auth.accessToken.mutate();
  const { keys } = await jwksOf(shop);
  expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([["alg", "crv", "kid", "kty", "use", "x"]]);
});
