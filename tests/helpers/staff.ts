import type { Permission } from "../../db/enums.ts";
import { customers, roles, staff } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { ownerRole } from "../../server/core/permissions.ts";
import { hashPassword } from "../../server/modules/auth/passwords.ts";
import { newEmail, password, signIn } from "./customers.ts";
import type { TestShop } from "./shop.ts";

let passwordHash: Promise<string> | undefined;
let count = 0;

/** A member of staff, signed in: with a role that there is, or one of their own that allows just that. */
export async function newStaff(
  shop: TestShop,
  wanted: string | { permissions: readonly Permission[] } = ownerRole,
) {
  const role = typeof wanted === "string" ? wanted : await newRole(shop, wanted.permissions);
  const email = await newStaffAccount(shop, role);
  return { email, role, ...(await signIn(shop, email)) };
}

/** The same without a session: the account's address. */
export async function newStaffAccount({ db }: TestShop, role: string = ownerRole): Promise<string> {
  passwordHash ??= hashPassword(password);
  const email = newEmail();
  const id = newId("cus");
  const now = new Date();
  await db.insert(customers).values({
    id,
    email,
    passwordHash: await passwordHash,
    emailVerifiedAt: now,
    status: "active",
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(staff).values({ customerId: id, role, createdAt: now });
  return email;
}

/** The name of a new role that allows just that. */
export async function newRole({ db }: TestShop, permissions: readonly Permission[]): Promise<string> {
  count += 1;
  const name = `role-${count}`;
  const now = new Date();
  await db.insert(roles).values({ name, permissions: [...permissions], createdAt: now, updatedAt: now });
  return name;
}
