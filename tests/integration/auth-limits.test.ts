import { expect, test } from "bun:test";
import type { Limiter } from "../../server/core/ports.ts";
import { createMemoryLimiter } from "../../server/infra/memory-limiter.ts";
import { clientWith, newCustomer, newEmail, password } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newShop } from "../helpers/shop.ts";

const page = "https://page.example";

function post(path: string, input: object): Request {
  return new Request(`http://shop.test/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: page },
    body: JSON.stringify(input),
  });
}

test("whoever asked too often is told when to come back, in a header that pages can read", async () => {
  const { app } = await newShop({ corsOrigins: [page] });
  const email = newEmail();
  const ask = () => app(post("auth.requestPasswordReset", { json: { email } }));
  for (let i = 0; i < 5; i++) {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.has("retry-after")).toBe(false);
  }
  const response = await ask();
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeWithin(3_500, 3_601);
  expect(response.headers.get("access-control-expose-headers")).toContain("retry-after");
  const retryAfter = Number(response.headers.get("retry-after"));
  expect(await response.json()).toMatchObject({ error: { json: { data: { retryAfter } } } });
});

test("of a batch the longest wait is told", async () => {
  const waits = [7, 42];
  const limiter: Limiter = {
    count: async ({ name }) => (name === "mails-to-address" ? waits.shift() : undefined),
    forget: async () => {},
  };
  const { app } = await newShop({ limiter, corsOrigins: [page] });
  const procedures = "auth.requestPasswordReset,auth.resendVerification,auth.logout";
  const email = newEmail();
  const response = await app(
    post(`${procedures}?batch=1`, { 0: { json: { email } }, 1: { json: { email } }, 2: { json: null } }),
  );
  expect(response.headers.get("retry-after")).toBe("42");
  expect(response.headers.getSetCookie().length).toBe(1);
});

test("what is counted holds no address, and is as short for the longest", async () => {
  const keys: string[] = [];
  const memory = createMemoryLimiter();
  const limiter: Limiter = {
    count(limit, key) {
      keys.push(key);
      return memory.count(limit, key);
    },
    forget(limit, key) {
      keys.push(key);
      return memory.forget(limit, key);
    },
  };
  const shop = await newShop({ limiter });
  const { token } = await newCustomer(shop);
  const long = `${"x".repeat(60)}@${"y".repeat(60)}.${"z".repeat(60)}.example`;
  await refusalOf(shop.client.auth.login.mutate({ email: long, password }));
  await shop.client.auth.requestPasswordReset.mutate({ email: long });
  const { auth } = clientWith(shop.app, token);
  await refusalOf(auth.changePassword.mutate({ password: "not the right one", newPassword: password }));
  expect(keys.length).toBeGreaterThan(8);
  expect(keys.filter((key) => key.includes("@") || key.length > 80)).toEqual([]);
});
