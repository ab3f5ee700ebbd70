import type { apiKeys } from "../../../../db/schema/index.ts";
import { knownPermissions } from "../../../core/permissions.ts";
import type { ApiKey } from "./schema.ts";

/** What people may see of a key: neither the key nor its hash. */
export function presentKey({ hash: _, scopes, ...row }: typeof apiKeys.$inferSelect): ApiKey {
  return { ...row, scopes: [...knownPermissions(scopes)] };
}
