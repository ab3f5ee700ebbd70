import { describe, expect, test } from "bun:test";
import { customers, mailTokens, outbox } from "../../db/schema/index.ts";
import { newCustomer, newEmail, password, signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";

const minute = 60 * 1000;
const newPassword = "eleven otters cross a bridge";

/** The token in the newest mail to an address. */
async function mailedToken(shop: TestShop, email: string): Promise<string> {
  await shop.deliver();
  const text = shop.mails.findLast(({ to }) => to === email)?.text ?? "";
  return /^[\w-]{32}$/m.exec(text)?.[0] ?? "";
}

async function shopWithClock() {
  let now = Date.now();
  const shop = await newShop({ clock: { now: () => new Date(now) } });
  return {
    ...shop,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe("verifying the address", () => {
  test("takes the token that was mailed, once", async () => {
    const shop = await newShop();
    const { email } = await newCustomer(shop);
    const token = await mailedToken(shop, email);
    expect(await shop.client.auth.verifyEmail.mutate({ token })).toEqual({ done: true });
    expect((await shop.db.select().from(customers))[0]?.emailVerifiedAt).toBeInstanceOf(Date);
    expect(await refusalOf(shop.client.auth.verifyEmail.mutate({ token }))).toMatchObject({
      code: "TOKEN_EXPIRED",
    });
  });

  test("mails one more token on request, which makes the first worthless, until it is done", async () => {
    const shop = await newShop();
    const { email, client } = await newCustomer(shop);
    const first = await mailedToken(shop, email);
    await client.auth.resendVerification.mutate();
    const second = await mailedToken(shop, email);
    expect(await refusalOf(shop.client.auth.verifyEmail.mutate({ token: first }))).toMatchObject({
      code: "TOKEN_EXPIRED",
    });
    await shop.client.auth.verifyEmail.mutate({ token: second });
    const sent = shop.mails.length;
    await client.auth.resendVerification.mutate();
    await shop.deliver();
    expect(shop.mails.length).toBe(sent);
  });

  test("is too late after a day", async () => {
    const shop = await shopWithClock();
    const { email } = await newCustomer(shop);
    const token = await mailedToken(shop, email);
    shop.wait(24 * 60 * minute);
    expect(await refusalOf(shop.client.auth.verifyEmail.mutate({ token }))).toMatchObject({
      code: "TOKEN_EXPIRED",
    });
  });
});

test("whoever registers an address that has an account gets the same answer; its owner gets a mail without a token", async () => {
  const shop = await newShop();
  const { email } = await newCustomer(shop);
  await shop.deliver();
  await shop.client.auth.register.mutate({ email, password: newPassword });
  expect(await mailedToken(shop, email)).toBe("");
  expect(shop.mails.at(-1)).toMatchObject({ to: email, subject: "You have an account already" });
});

describe("a forgotten password", () => {
  test("is replaced by the token that was mailed, once, and every device is signed out", async () => {
    const shop = await newShop();
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
    const shop = await newShop();
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
    const { email } = await newCustomer(shop);
    const verification = await mailedToken(shop, email);
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

  test("of nobody is asked for with the same answer, and nothing is sent", async () => {
    const shop = await newShop();
    const answer = await shop.client.auth.requestPasswordReset.mutate({ email: newEmail() });
    expect(answer).toEqual({ done: true });
    await shop.deliver();
    expect(shop.mails).toEqual([]);
  });
});

test("the database holds tokens by their hashes alone, and the outbox none at all", async () => {
  const shop = await newShop();
  const { email } = await newCustomer(shop);
  const token = await mailedToken(shop, email);
  expect(token).toMatch(/^[\w-]{32}$/);
  const stored = JSON.stringify([
    await shop.db.select().from(mailTokens),
    await shop.db.select().from(outbox),
  ]);
  expect(stored).not.toContain(token);
});
