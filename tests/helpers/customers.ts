import { createClient, type ShopClient } from "../../client-sdk/src/index.ts";
import type { App } from "../../server/app.ts";
import type { TestShop } from "./shop.ts";

export const password = "a ferry at half past nine";

let count = 0;

/** An address that no other test uses. */
export function newEmail(): string {
  count += 1;
  return `customer-${count}@example.com`;
}

/** A client whose every call carries a session's token, as an app's does. */
export function clientWith(app: App, token: string, device = "test"): ShopClient {
  return createClient({
    url: "http://shop.test",
    fetch: (input, init) => app(new Request(input, init), "192.0.2.1"),
    headers: { authorization: `Bearer ${token}`, "user-agent": device },
    retry: 0,
  });
}

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

/** An account whose address is verified. */
export async function newAccount(shop: TestShop, email = newEmail()): Promise<string> {
  await shop.client.auth.register.mutate({ email, password });
  await shop.client.auth.verifyEmail.mutate({ token: await mailedToken(shop, email), password });
  return email;
}

/** A customer with a verified account, signed in. */
export async function newCustomer(shop: TestShop, wanted = newEmail()) {
  const email = await newAccount(shop, wanted);
  return { email, ...(await signIn(shop, email)) };
}
