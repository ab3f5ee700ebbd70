import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { apiKeys } from "../../../db/schema/index.ts";
import type { KeyActor, ServiceContext } from "../../core/context.ts";
import { randomToken } from "../../core/ids.ts";
import { knownPermissions } from "../../core/permissions.ts";
import { hashSecret } from "./hash-secret.ts";

/** What every key starts with, so that people and scanners of leaked secrets know one when they see it. */
const prefix = "bodega_sk_";

/** In milliseconds: how exact the time of last use is, so that a call seldom costs a write. */
const lastUseStep = 60 * 60 * 1000;

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
  const now = ctx.clock.now();
  if (!found || (found.expiresAt && found.expiresAt <= now)) return undefined;
  const { id: keyId, scopes, lastUsedAt } = found;
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > lastUseStep) noteUse(ctx, keyId, now);
  return { type: "key", keyId, permissions: knownPermissions(scopes) };
}

/** Nobody waits for it, and nobody is refused because it failed. */
function noteUse({ db }: ServiceContext, id: string, now: Date): void {
  const before = lt(apiKeys.lastUsedAt, new Date(now.getTime() - lastUseStep));
  db.update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), before)))
    .catch(() => {});
}
