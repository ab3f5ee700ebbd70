import { expect, test } from "bun:test";
import { customers, outbox } from "../../db/schema/index.ts";
import { clientWith } from "../../testing/client.ts";
import { password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newAuthenticator, step, wrongCode } from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";
import { mailedToken, signUp } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";

const newPassword = "eleven otters cross a bridge";

async function subjects(shop: TestShop, email: string): Promise<string[]> {
  await shop.deliver();
  return shop.mails.flatMap(({ to, subject }) => (to === email ? [subject] : []));
}

test("the owner of an account is told by mail that its password was changed, and what to do if it was not them", async () => {
  const shop = await createTestShop();
  const { email, client } = await signUp(shop);
  const wrong = client.auth.changePassword.mutate({ password: "not the right one", newPassword });
  expect(await refusalOf(wrong)).toMatchObject({ code: "INVALID_CREDENTIALS" });
  expect(await subjects(shop, email)).toEqual(["Confirm your e-mail address"]);
  await client.auth.changePassword.mutate({ password, newPassword });
  expect((await subjects(shop, email)).slice(1)).toEqual(["Your password was changed"]);
  for (const shape of ["text", "html"] as const) {
    expect(shop.mails.at(-1)?.[shape]).toContain("If it was not, ask for a new password at once");
    expect(shop.mails.at(-1)?.[shape]).not.toContain(newPassword);
  }
});

test("a reset is told of too", async () => {
  const shop = await createTestShop();
  const { email } = await signUp(shop);
  await shop.client.auth.requestPasswordReset.mutate({ email });
  const token = await mailedToken(shop, email);
  await shop.client.auth.resetPassword.mutate({ token, newPassword });
  expect((await subjects(shop, email)).slice(1)).toEqual(["Set a new password", "Your password was changed"]);
});

test("so is a second factor that was added or removed, and none that only was tried", async () => {
  const clock = newClock();
  const shop = await createTestShop({ clock });
  const { email, client } = await signUp(shop);
  const { secret } = await client.auth.mfa.enroll.mutate({ password });
  const codeOf = newAuthenticator(secret, clock);
  await refusalOf(client.auth.mfa.confirm.mutate({ code: wrongCode(codeOf) }));
  expect((await subjects(shop, email)).length).toBe(1);
  const { token } = await client.auth.mfa.confirm.mutate({ code: codeOf(), session: "token" });
  const { disable } = clientWith(shop.app, token ?? "").auth.mfa;
  clock.advance(step);
  await refusalOf(disable.mutate({ password, code: wrongCode(codeOf) }));
  await disable.mutate({ password, code: codeOf() });
  expect((await subjects(shop, email)).slice(1)).toEqual([
    "An authenticator app was added to your account",
    "The authenticator app was removed from your account",
  ]);
});

test("whoever closed the account meanwhile gets no mail, and nothing stays to be delivered", async () => {
  const shop = await createTestShop();
  const { email, client } = await signUp(shop);
  await client.auth.changePassword.mutate({ password, newPassword });
  await shop.db.delete(customers);
  expect(await subjects(shop, email)).toEqual(["Confirm your e-mail address"]);
  expect(await shop.db.select().from(outbox)).toEqual([]);
});
