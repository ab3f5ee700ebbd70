import type { Permission } from "../../../../db/enums.ts";
import { mayGrant, permissionsOf } from "../../../core/permissions.ts";

interface StoredRole {
  name: string;
  permissions: readonly Permission[];
}

/** Whether who has these permissions may give, take and change those roles: nobody handles what is beyond them. */
export function mayHandle(own: ReadonlySet<Permission>, ...roles: readonly StoredRole[]): boolean {
  return roles.every(({ name, permissions }) => mayGrant(own, permissionsOf(name, permissions)));
}
