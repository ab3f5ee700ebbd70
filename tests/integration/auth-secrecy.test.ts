import { describe, expect, test } from "bun:test";
import { auditEvents, outbox } from "../../db/schema/index.ts";
import type { Limiter } from "../../server/core/ports.ts";
import { newAccount, newEmail, password } from "../helpers/customers.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";

/** So that one address can be asked about again and again. */
const patient: Limiter = { count: async () => undefined, forget: async () => {} };

/** The time that a quarter of them stay below: what a busy machine adds, it adds to the others. */
const quartile = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0;

/** How often each is asked: the shorter it takes, the more a moment's noise weighs. */
const turns = { register: 15, requestPasswordReset: 80, resendVerification: 80 };

/** What is asked about an address by somebody who may not learn whether it has an account. */
const questions = {
  register: ({ client }: TestShop, email: string) => client.auth.register.mutate({ email, password }),
  requestPasswordReset: ({ client }: TestShop, email: string) =>
    client.auth.requestPasswordReset.mutate({ email }),
  resendVerification: ({ client }: TestShop, email: string) =>
    client.auth.resendVerification.mutate({ email }),
};

describe.each(["register", "requestPasswordReset", "resendVerification"] as const)("%s", (name) => {
  const ask = questions[name];

  test("takes as long for an address that has an account as for one that has none", async () => {
    const shop = await newShop({ limiter: patient });
    const email = await newAccount(shop);
    const timeOf = async (address: string) => {
      const started = performance.now();
      await ask(shop, address);
      return performance.now() - started;
    };
    for (const address of [email, newEmail(), newEmail()]) await timeOf(address); // the first ones warm up
    const known: number[] = [];
    const unknown: number[] = [];
    // In turns, so that a busy moment of the machine hurts both alike.
    for (let i = 0; i < turns[name]; i++) {
      known.push(await timeOf(email));
      unknown.push(await timeOf(newEmail()));
    }
    const ratio = quartile(known) / quartile(unknown);
    expect(ratio).toBeGreaterThan(0.5); // a mail that is sent, or a password that is hashed, would be beyond that
    expect(ratio).toBeLessThan(2);
  });

  test("writes as much for an address that has an account as for one that has none", async () => {
    const shop = await newShop();
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
});

test("what is written for nobody is delivered to nobody, and leaves nothing behind", async () => {
  const shop = await newShop();
  await questions.requestPasswordReset(shop, newEmail());
  await questions.resendVerification(shop, newEmail());
  await shop.deliver();
  expect(shop.mails).toEqual([]);
  expect(await shop.db.select().from(outbox)).toEqual([]);
});
