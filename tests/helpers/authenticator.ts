import { Secret, TOTP } from "otpauth";
import type { Clock } from "../../server/core/ports.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, password } from "../../testing/customers.ts";
import type { TestShop } from "../../testing/shop.ts";
import { refusalOf } from "./refusal.ts";

/** How long the app shows one code, in milliseconds. */
export const step = 30_000;

/** The app on a customer's phone: gives the code of now, or of so many steps from now. */
export function newAuthenticator(secret: string, clock: Clock): (steps?: number) => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return (steps = 0) => totp.generate({ timestamp: clock.now().getTime() + steps * step });
}

/** A code that is none of the app's near ones. */
export function wrongCode(codeOf: (steps?: number) => string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(steps));
  return (
    ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !right.includes(code)) ?? ""
  );
}

/** A customer who has confirmed a second factor with the code of now, and is signed in. */
export async function newGuardedCustomer(shop: TestShop, clock: Clock) {
  const customer = await newCustomer(shop);
  const { secret } = await customer.client.auth.mfa.enroll.mutate({ password });
  const codeOf = newAuthenticator(secret, clock);
  const { confirm } = customer.client.auth.mfa;
  const { recoveryCodes, token } = await confirm.mutate({ code: codeOf(), session: "token" });
  const held = token ?? "";
  return { ...customer, token: held, client: clientWith(shop.app, held), secret, codeOf, recoveryCodes };
}

/** The id of the challenge that the right password gets. */
export async function challengeOf({ client }: TestShop, email: string): Promise<string> {
  const { code, data } = await refusalOf(client.auth.login.mutate({ email, password, session: "token" }));
  if (code !== "MFA_REQUIRED") throw new Error(`The sign-in was refused with ${code}`);
  return String(Object(data).challengeId);
}
