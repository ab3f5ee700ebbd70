import { type Permission, permissions } from "../../db/enums.ts";

/** The role that may do everything, now and in later versions, and that always somebody has. */
export const ownerRole = "owner";

const all: ReadonlySet<Permission> = new Set(permissions);

/** What a role allows; of what is stored, only what this version knows. */
export function permissionsOf(role: string, stored: readonly Permission[]): ReadonlySet<Permission> {
  return role === ownerRole ? all : knownPermissions(stored);
}

/** Those of them that there are. */
export function knownPermissions(stored: readonly Permission[]): ReadonlySet<Permission> {
  return new Set(stored.filter((permission) => all.has(permission)));
}

/** Whether who has these may give those to others: nobody gives what they do not have. */
export function mayGrant(own: ReadonlySet<Permission>, given: Iterable<Permission>): boolean {
  return new Set(given).isSubsetOf(own);
}
