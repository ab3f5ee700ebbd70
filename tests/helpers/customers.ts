import { clientWith } from "../../testing/client.ts";
import { newEmail, password } from "../../testing/customers.ts";
import type { TestShop } from "../../testing/shop.ts";

/** Signs in on a device of its own. */
export async function signIn({ app, client }: TestShop, email: string, device?: string) {
  const { token, customer } = await client.auth.login.mutate({ email, password, session: "token" });
  const held = token ?? "";
  return { token: held, customer, client: clientWith(app, held, device) };
}

/** The token in the newest mail to an address; empty when it has none. */
export async function mailedToken(shop: TestShop, email: string): Promise<string> {
  await shop.deliver();
  const text = shop.mails.findLast(({ to }) => to === email)?.text ?? "";
  return /^[\w-]{32}$/m.exec(text)?.[0] ?? "";
}

/** An account whose owner signed up and verified its address. */
export async function newAccount(shop: TestShop, email = newEmail()): Promise<string> {
  await shop.client.auth.register.mutate({ email, password });
  await shop.client.auth.verifyEmail.mutate({ token: await mailedToken(shop, email), password });
  return email;
}

/** A customer who came in by all of that: signed up, verified, signed in. */
export async function signUp(shop: TestShop) {
  const email = await newAccount(shop);
  return { email, ...(await signIn(shop, email)) };
}
