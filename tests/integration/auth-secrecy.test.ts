import { describe, expect, test } from "bun:test";
import { auditEvents, customers, outbox } from "../../db/schema/index.ts";
import type { Limiter } from "../../server/core/ports.ts";
import { newEmail, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newAccount } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { sharesOfSlower } from "../helpers/timing.ts";

/** So that one address can be asked about again and again. */
const patient: Limiter = {
  count: async () => undefined,
  wait: async () => undefined,
  forget: async () => {},
};

/** Too many mails were asked for already, by others. */
const exhausted: Limiter = {
  count: async ({ name }) => (name === "mails-to-mailbox" ? 60 : undefined),
  wait: async () => undefined,
  forget: async () => {},
};

/** How often each is asked: those that hash a password take long, and are by that much the more alike. */
const turns = { login: 40, register: 40, requestPasswordReset: 100, resendVerification: 100 };

/** What is asked about an address by somebody who may not learn whether it has an account. */
const questions = {
  login: ({ client }: TestShop, email: string) =>
    refusalOf(client.auth.login.mutate({ email, password: "not the right one" })),
  register: ({ client }: TestShop, email: string) => client.auth.register.mutate({ email, password }),
  requestPasswordReset: ({ client }: TestShop, email: string) =>
    client.auth.requestPasswordReset.mutate({ email }),
  resendVerification: ({ client }: TestShop, email: string) =>
    client.auth.resendVerification.mutate({ email }),
};

const asked = ["register", "requestPasswordReset", "resendVerification"] as const;

test.each(["login", ...asked] as const)(
  "%s takes as long for an address that has an account as for one that has none",
  async (name) => {
    const shop = await createTestShop({ limiter: patient });
    const email = await newAccount(shop);
    const ask = questions[name];
    const shares = await sharesOfSlower(
      turns[name],
      () => ask(shop, email),
      () => ask(shop, newEmail()),
    );
    expect(shares.at(-1)).toBeWithin(0.35, 0.65);
  },
  180_000,
);

describe.each(asked)("%s", (name) => {
  const ask = questions[name];

  test("writes as much for an address that has an account as for one that has none", async () => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    await shop.deliver();
    const written = async (address: string) => {
      const before = [await shop.db.$count(auditEvents), await shop.db.$count(outbox)];
      expect(await ask(shop, address)).toEqual({ done: true });
      const after = [await shop.db.$count(auditEvents), await shop.db.$count(outbox)];
      return after.map((rows, i) => rows - (before[i] ?? 0));
    };
    expect(await written(email)).toEqual([1, 1]);
    expect(await written(newEmail())).toEqual([1, 1]);
  });

  test("for a mailbox that got too many mails answers the same, and sends and changes nothing", async () => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    await shop.deliver();
    const before = await shop.db.select().from(customers);
    const held = await createTestShop({ database: shop.database, limiter: exhausted });
    for (const address of [email, newEmail()]) expect(await ask(held, address)).toEqual({ done: true });
    expect(await shop.db.select().from(customers)).toEqual(before);
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });
});

test("what is written for nobody is delivered to nobody, and leaves nothing behind", async () => {
  const shop = await createTestShop();
  await questions.requestPasswordReset(shop, newEmail());
  await questions.resendVerification(shop, newEmail());
  await shop.deliver();
  expect(shop.mails).toEqual([]);
  expect(await shop.db.select().from(outbox)).toEqual([]);
});
