import { and, eq, isNull, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { apiKeys } from "../../../db/schema/index.ts";
import type { KeyActor, ServiceContext } from "../../core/context.ts";
import { randomToken } from "../../core/ids.ts";
import { knownPermissions } from "../../core/permissions.ts";
import { hashSecret } from "./hash-secret.ts";
import { noteUse } from "./last-use.ts";

/** What every key starts with, so that people and scanners of leaked secrets know one when they see it. */
const prefix = "bodega_sk_";

const { placeholder } = sql;

const byHashStatement = prepared((db) =>
  db
    .select({
      id: apiKeys.id,
      scopes: apiKeys.scopes,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, placeholder("hash")), isNull(apiKeys.revokedAt))),
);

/** A new key of 192 random bits, and what is kept of it. */
export function newApiKey(): { key: string; hash: string; start: string } {
  const key = `${prefix}${randomToken()}`;
  return { key, hash: hashSecret(key), start: key.slice(0, prefix.length + 4) };
}

export function isApiKey(token: string): boolean {
  return token.startsWith(prefix);
}

/** Who asks with the key, taking note that it was used; undefined for one that was revoked, has expired or never was. */
export async function findApiKey(ctx: ServiceContext, key: string): Promise<KeyActor | undefined> {
  const [found] = await byHashStatement(ctx.db, { hash: hashSecret(key) });
  if (!found || (found.expiresAt && found.expiresAt <= ctx.clock.now())) return undefined;
  noteUse(ctx, apiKeys, found);
  return { type: "key", keyId: found.id, permissions: knownPermissions(found.scopes) };
}
