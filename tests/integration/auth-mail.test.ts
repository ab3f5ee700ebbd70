import { describe, expect, test } from "bun:test";
import { auditEvents, customers, mailTokens, outbox } from "../../db/schema/index.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { mailedToken, newAccount, signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";

const minute = 60 * 1000;
const newPassword = "eleven otters cross a bridge";

/** An account that nobody has verified yet, and the token that was mailed. */
async function newUnverified(shop: TestShop) {
  const email = newEmail();
  await shop.client.auth.register.mutate({ email, password });
  return { email, token: await mailedToken(shop, email) };
}

const verify = ({ client }: TestShop, token: string, one = password) =>
  client.auth.verifyEmail.mutate({ token, password: one });

async function shopWithClock() {
  let now = Date.now();
  const shop = await createTestShop({ clock: { now: () => new Date(now) } });
  return {
    ...shop,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

test("a mail leads to the storefront's page where there is one, with the token in the fragment", async () => {
  const shop = await createTestShop({ storefrontUrl: "https://shop.example/en" });
  const email = newEmail();
  await shop.client.auth.register.mutate({ email, password });
  await shop.deliver();
  const [, token = ""] =
    /^https:\/\/shop\.example\/en\/verify-email#token=([\w-]{32})$/m.exec(shop.mails[0]?.text ?? "") ?? [];
  expect(await verify(shop, token)).toEqual({ done: true });
  await shop.client.auth.requestPasswordReset.mutate({ email });
  await shop.deliver();
  expect(shop.mails[1]?.html).toMatch(
    /<a href="https:\/\/shop\.example\/en\/reset-password#token=[\w-]{32}">/,
  );
});

describe("verifying the address", () => {
  test("takes the token that was mailed, and the password", async () => {
    const shop = await createTestShop();
    const { token } = await newUnverified(shop);
    const guess = verify(shop, token, "not the right one");
    expect(await refusalOf(guess)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(await verify(shop, token)).toEqual({ done: true });
    expect((await shop.db.select().from(customers))[0]?.emailVerifiedAt).toBeInstanceOf(Date);
  });

  test("uses the token up, also when it is sent twice at once", async () => {
    const shop = await createTestShop();
    const { token } = await newUnverified(shop);
    const both = await Promise.allSettled([verify(shop, token), verify(shop, token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(verify(shop, token))).toMatchObject({ code: "TOKEN_EXPIRED" });
    const events = await shop.db.select().from(auditEvents);
    expect(events.filter(({ type }) => type === "email-verified").length).toBe(1);
  });

  test("mails one more token on request, which makes the first worthless, until it is done", async () => {
    const shop = await createTestShop();
    const { email, token: first } = await newUnverified(shop);
    await shop.client.auth.resendVerification.mutate({ email });
    const second = await mailedToken(shop, email);
    expect(await refusalOf(verify(shop, first))).toMatchObject({ code: "TOKEN_EXPIRED" });
    await verify(shop, second);
    const sent = shop.mails.length;
    for (const one of [email, newEmail()]) {
      expect(await shop.client.auth.resendVerification.mutate({ email: one })).toEqual({ done: true });
    }
    await shop.deliver();
    expect(shop.mails.length).toBe(sent);
  });

  test("is too late after a day", async () => {
    const shop = await shopWithClock();
    const { token } = await newUnverified(shop);
    shop.wait(24 * 60 * minute);
    expect(await refusalOf(verify(shop, token))).toMatchObject({ code: "TOKEN_EXPIRED" });
  });

  test("never brings an account to life that somebody else opened with the address", async () => {
    const shop = await createTestShop();
    const email = newEmail();
    await shop.client.auth.register.mutate({ email, password: "the thief waits in here" });
    await shop.client.auth.register.mutate({ email, password });
    const token = await mailedToken(shop, email);
    const thief = verify(shop, token, "the thief waits in here");
    expect(await refusalOf(thief)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    await verify(shop, token);
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });
});

test("whoever registers an address that has an account gets the same answer; its owner gets a mail without a token", async () => {
  const shop = await createTestShop();
  const { email } = await newCustomer(shop);
  await shop.deliver();
  await shop.client.auth.register.mutate({ email, password: newPassword });
  expect(await mailedToken(shop, email)).toBe("");
  expect(shop.mails.at(-1)).toMatchObject({ to: email, subject: "You have an account already" });
});

describe("a forgotten password", () => {
  test("is replaced by the token that was mailed, once, and every device is signed out", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    await shop.client.auth.requestPasswordReset.mutate({ email: email.toUpperCase() });
    const token = await mailedToken(shop, email);
    await shop.client.auth.resetPassword.mutate({ token, newPassword });
    expect(await client.auth.me.query()).toBeNull();
    expect(await refusalOf(signIn(shop, email))).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect((await shop.client.auth.login.mutate({ email, password: newPassword })).customer.email).toBe(
      email,
    );
    expect((await shop.db.select().from(customers))[0]?.emailVerifiedAt).toBeInstanceOf(Date);
    const again = shop.client.auth.resetPassword.mutate({ token, newPassword: password });
    expect(await refusalOf(again)).toMatchObject({ code: "TOKEN_EXPIRED" });
  });

  test("sent twice at once is set by one of them", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    const resets = await Promise.allSettled(
      [newPassword, "a heron waits by the lock gate"].map((one) =>
        shop.client.auth.resetPassword.mutate({ token, newPassword: one }),
      ),
    );
    expect(resets.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("stays as it was while the token is unknown, too old, for something else, or the new one is weak", async () => {
    const shop = await shopWithClock();
    const email = await newAccount(shop);
    const { token: verification } = await newUnverified(shop);
    const reset = (token: string, one = newPassword) =>
      refusalOf(shop.client.auth.resetPassword.mutate({ token, newPassword: one }));
    for (const token of ["x".repeat(32), verification]) {
      expect(await reset(token)).toMatchObject({ code: "TOKEN_EXPIRED" });
    }
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    expect(await reset(token, "password123")).toMatchObject({ data: { issues: [{ path: "newPassword" }] } });
    shop.wait(30 * minute);
    expect(await reset(token)).toMatchObject({ code: "TOKEN_EXPIRED" });
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });

  test("that was changed meanwhile is not replaced by a token from before", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    await client.auth.changePassword.mutate({ password, newPassword });
    const late = shop.client.auth.resetPassword.mutate({ token, newPassword: password });
    expect(await refusalOf(late)).toMatchObject({ code: "TOKEN_EXPIRED" });
  });

  test("of nobody is asked for with the same answer, and nothing is sent", async () => {
    const shop = await createTestShop();
    const answer = await shop.client.auth.requestPasswordReset.mutate({ email: newEmail() });
    expect(answer).toEqual({ done: true });
    await shop.deliver();
    expect(shop.mails).toEqual([]);
  });
});

test("the database holds tokens by their hashes alone, and the outbox none at all", async () => {
  const shop = await createTestShop();
  const { token } = await newUnverified(shop);
  expect(token).toMatch(/^[\w-]{32}$/);
  const stored = JSON.stringify([
    await shop.db.select().from(mailTokens),
    await shop.db.select().from(outbox),
  ]);
  expect(stored).not.toContain(token);
});
