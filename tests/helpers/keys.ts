import type { Database } from "../../db/client.ts";
import type { Permission } from "../../db/enums.ts";
import { apiKeys } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { newApiKey } from "../../server/modules/auth/api-keys.ts";

/** An API key that allows just that. */
export async function newKey(db: Database, scopes: Permission[]): Promise<string> {
  const { key, ...kept } = newApiKey();
  await db.insert(apiKeys).values({ id: newId("key"), name: "test", ...kept, scopes, createdAt: new Date() });
  return key;
}
