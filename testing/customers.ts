import type { Customer } from "../client-sdk/src/index.ts";
import { customers } from "../db/schema/index.ts";
import { newId } from "../server/core/ids.ts";
import { hashPassword } from "../server/modules/auth/passwords.ts";
import { startSession } from "../server/modules/auth/sessions.ts";
import { systemContext } from "../server/system-context.ts";
import { clientWith } from "./client.ts";
import type { TestCustomer } from "./public.d.ts";
import type { TestShop } from "./shop.ts";

type Parts = Pick<TestShop, "app" | "db" | "clock">;

/** Of every account that is made here. */
export const password = "a ferry at half past nine";

/** Made once: it takes as long as a whole shop. */
let passwordHash: Promise<string> | undefined;
let count = 0;

/** An address that no other test uses. */
export function newEmail(): string {
  count += 1;
  return `customer-${count}@example.com`;
}

/** An account whose address is verified, as if its owner had done that before: nothing is mailed. */
export async function insertAccount(
  { db, clock }: Omit<Parts, "app">,
  email = newEmail(),
): Promise<Customer> {
  passwordHash ??= hashPassword(password);
  const customer = { id: newId("cus"), email, createdAt: clock.now() };
  await db.insert(customers).values({
    ...customer,
    passwordHash: await passwordHash,
    status: "active",
    emailVerifiedAt: customer.createdAt,
    updatedAt: customer.createdAt,
  });
  return customer;
}

/** Has an account signed in, on a device of its own. */
export async function signedIn({ app, db, clock }: Parts, customer: Customer): Promise<TestCustomer> {
  const token = await startSession({ ...systemContext(db), clock }, customer.id);
  return { customer, email: customer.email, password, token, client: clientWith(app, token) };
}

/** A customer with a verified account, signed in. */
export async function newCustomer(parts: Parts, email?: string): Promise<TestCustomer> {
  return signedIn(parts, await insertAccount(parts, email));
}
