import type { Permission } from "../db/enums.ts";
import { roles, staff } from "../db/schema/index.ts";
import { ownerRole } from "../server/core/permissions.ts";
import { insertAccount, signedIn } from "./customers.ts";
import type { TestStaff } from "./public.d.ts";
import type { TestShop } from "./shop.ts";

type Parts = Pick<TestShop, "app" | "db" | "clock">;

let count = 0;

/** A member of staff, signed in: with a role that there is, or one of their own that allows just that. */
export async function newStaff(
  parts: Parts,
  wanted: string | { permissions: readonly Permission[] } = ownerRole,
): Promise<TestStaff> {
  const role = typeof wanted === "string" ? wanted : await newRole(parts, wanted.permissions);
  return { role, ...(await signedIn(parts, await insertStaff(parts, role))) };
}

async function insertStaff(parts: Parts, role: string) {
  const account = await insertAccount(parts);
  await parts.db.insert(staff).values({ customerId: account.id, role, createdAt: account.createdAt });
  return account;
}

/** The same without a session: the account's address. */
export async function newStaffAccount(parts: Parts, role: string = ownerRole): Promise<string> {
  return (await insertStaff(parts, role)).email;
}

/** The name of a new role that allows just that. */
export async function newRole(
  { db }: Pick<Parts, "db">,
  permissions: readonly Permission[],
): Promise<string> {
  count += 1;
  const name = `role-${count}`;
  const now = new Date();
  await db.insert(roles).values({ name, permissions: [...permissions], createdAt: now, updatedAt: now });
  return name;
}
