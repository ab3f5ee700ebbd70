import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEvents } from "../../db/schema/index.ts";
import type { Limiter } from "../../server/core/ports.ts";
import { createMemoryLimiter } from "../../server/infra/memory-limiter.ts";
import { countGuess } from "../../server/modules/auth/limits.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newServiceContext } from "../helpers/context.ts";
import { mailedToken, newAccount, signUp } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";

const page = "https://page.example";

function post(path: string, input: object): Request {
  return new Request(`http://shop.test/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: page },
    body: JSON.stringify(input),
  });
}

test("whoever asked too often is told when to come back, in a header that pages can read", async () => {
  const { app } = await createTestShop({ corsOrigins: [page] });
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
    count: async ({ name }) => (name === "mails-from-address" ? waits.shift() : undefined),
    wait: async () => undefined,
    forget: async () => {},
  };
  const { app } = await createTestShop({ limiter, corsOrigins: [page] });
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
    ...memory,
    count(limit, key) {
      keys.push(key);
      return memory.count(limit, key);
    },
    forget(limit, key) {
      keys.push(key);
      return memory.forget(limit, key);
    },
  };
  const shop = await createTestShop({ limiter });
  const { token } = await signUp(shop);
  const long = `${"x".repeat(60)}@${"y".repeat(60)}.${"z".repeat(60)}.example`;
  await refusalOf(shop.client.auth.login.mutate({ email: long, password }));
  await shop.client.auth.requestPasswordReset.mutate({ email: long });
  const { auth } = clientWith(shop.app, token);
  await refusalOf(auth.changePassword.mutate({ password: "not the right one", newPassword: password }));
  expect(keys.length).toBeGreaterThan(8);
  expect(keys.filter((key) => key.includes("@") || key.length > 80)).toEqual([]);
});

/** A limiter that keeps what it is asked to count, in order. */
function newRecorder() {
  const counted: string[] = [];
  const memory = createMemoryLimiter();
  const limiter: Limiter = {
    ...memory,
    count(limit, key) {
      counted.push(limit.name);
      return memory.count(limit, key);
    },
  };
  return { limiter, counted };
}

const guess = (email: string) => post("auth.login", { json: { email, password: "not the right one" } });

test("a network that guesses on and on keeps nobody else out", async () => {
  const { limiter, counted } = newRecorder();
  const shop = await createTestShop({ limiter, corsOrigins: [page] });
  const email = await newAccount(shop);
  counted.length = 0;
  for (let i = 0; i < 110; i++) await shop.app(guess(email), "198.51.100.7");
  const timesOf = (name: string) => counted.filter((each) => each === name).length;
  expect(timesOf("attempts-from-address")).toBe(110);
  expect(timesOf("guesses-from-address")).toBe(100); // what the address may not, is not counted for the account
  expect(timesOf("guesses-from-anywhere")).toBe(10);
  const login = post("auth.login", { json: { email, password } });
  expect((await shop.app(login, "192.0.2.9")).status).toBe(200);
});

test("a handful of networks that guess at once do not keep the owner out, a hundred do for a while", async () => {
  const counts = new Map<string, number>();
  const limiter: Limiter = {
    async count({ name, attempts }, key) {
      const count = (counts.get(`${name} ${key}`) ?? 0) + 1;
      counts.set(`${name} ${key}`, count);
      return count > attempts ? 60 : undefined;
    },
    wait: async () => undefined,
    forget: async () => {},
  };
  const ctx = await newServiceContext({ limiter });
  const from = (network: number) => ({ ...ctx, source: { address: `198.51.100.${network}`, device: "" } });
  const countFrom = async (network: number) => {
    for (let i = 0; i < 10; i++) await countGuess(from(network), "ada@example.com");
  };
  for (let network = 0; network < 99; network++) await countFrom(network);
  await countGuess(from(200), "ada@example.com");
  await countFrom(99).catch(() => {});
  await expect(countGuess(from(201), "ada@example.com")).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("what comes with a mailed token and a password is counted for its address once", async () => {
  const { limiter, counted } = newRecorder();
  const shop = await createTestShop({ limiter, corsOrigins: [page] });
  const email = newEmail();
  await shop.app(post("auth.register", { json: { email, password } }), "192.0.2.9");
  const token = await mailedToken(shop, email);
  const owner = await newStaff(shop);
  const invite = owner.client.admin.staff.invite.mutate;
  for (const path of ["auth.verifyEmail", "auth.acceptInvitation"]) {
    const isVerified = path === "auth.acceptInvitation";
    if (isVerified) await invite({ email, role: "editor" });
    const input = { token: isVerified ? await mailedToken(shop, email) : token, password };
    counted.length = 0;
    expect((await shop.app(post(path, { json: input }), "192.0.2.9")).status).toBe(200);
    expect(counted).toEqual(["attempts-from-address", "guesses-from-address", "guesses-from-anywhere"]);
  }
});

describe("a mailbox", () => {
  const ask = ({ app }: TestShop, email: string, address: string) =>
    app(post("auth.requestPasswordReset", { json: { email } }), address);

  test("for which a stranger asked too often still gets its owner's mail", async () => {
    const shop = await createTestShop({ corsOrigins: [page] });
    const email = await newAccount(shop);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await ask(shop, email, "198.51.100.7")).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    await shop.deliver();
    const sent = shop.mails.length;
    expect((await ask(shop, email, "192.0.2.9")).status).toBe(200);
    await shop.deliver();
    expect(shop.mails.length).toBe(sent + 1);
  });

  test("gets no more than twenty an hour, and whoever asks is told nothing of it", async () => {
    const shop = await createTestShop({ corsOrigins: [page] });
    const email = await newAccount(shop); // whose first mail is one of them
    for (let i = 0; i < 25; i++) expect((await ask(shop, email, `198.51.100.${i}`)).status).toBe(200);
    await shop.deliver();
    expect(shop.mails.filter(({ to }) => to === email).length).toBe(20);
  });
});

test("a limit that is reached is written down once, with whose account it was about", async () => {
  const shop = await createTestShop({ corsOrigins: [page] });
  const { customer, email } = await newCustomer(shop);
  for (let i = 0; i < 15; i++) await shop.app(guess(email), "198.51.100.7");
  for (let i = 0; i < 120; i++) await shop.app(guess(newEmail()), "198.51.100.7");
  const events = await shop.db.select().from(auditEvents).where(eq(auditEvents.type, "rate-limited"));
  const address = "198.51.100.7";
  expect(events).toMatchObject([
    { subjectId: customer.id, address, details: { limit: "guesses-from-address" } },
    { subjectId: null, address, details: { limit: "attempts-from-address" } },
  ]);
});
