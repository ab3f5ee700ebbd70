import { desc, lt } from "drizzle-orm";
import { apiKeys } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { presentKey } from "./present-key.ts";
import type { ApiKeyPage, ListKeysInput } from "./schema.ts";

/** The newest first, with those that were revoked or have expired. */
export async function listKeys(
  { db }: ServiceContext,
  { limit, cursor }: ListKeysInput,
): Promise<ApiKeyPage> {
  const before = idBefore("api-keys", cursor);
  const rows = await db
    .select()
    .from(apiKeys)
    .where(before === undefined ? undefined : lt(apiKeys.id, before))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  return pageOf("api-keys", rows.map(presentKey), limit);
}
