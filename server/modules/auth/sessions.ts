import { and, eq, lt, ne, sql } from "drizzle-orm";
import { type Adapter, Lucia, TimeSpan } from "lucia";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { customers, mfaChallenges, sessions } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { hashSecret } from "./hash-secret.ts";

/** How long a device stays signed in without coming back; half-way through it a visit starts the time anew. */
const lifetime = new TimeSpan(30, "d");

/** In milliseconds: how exact the time of last use is, so that a visit seldom costs a write. */
const lastUseStep = 60 * 60 * 1000;

export interface LiveSession {
  id: string;
  customerId: string;
  /** Whether its time has just started anew, so that a browser has to be told. */
  fresh: boolean;
}

const { placeholder } = sql;

const liveStatement = prepared((db) =>
  db
    .select({
      id: sessions.id,
      customerId: sessions.customerId,
      expiresAt: sessions.expiresAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .innerJoin(customers, and(eq(customers.id, sessions.customerId), eq(customers.status, "active")))
    .where(eq(sessions.tokenHash, placeholder("tokenHash"))),
);

const insertSession = rowInsert(sessions);

/** Each new session clears a few away that have expired, so that the table stays bounded without a job. */
const clearStatement = prepared((db) =>
  db
    .delete(sessions)
    .where(
      sql`rowid in (select rowid from ${sessions} where ${sessions.expiresAt} < ${placeholder("now")} limit 4)`,
    ),
);

/**
 * Signs a customer in on the device that asks and answers the token that the device is to keep: 200 random bits.
 * The database gets its hash alone.
 */
export async function startSession(ctx: ServiceContext, customerId: string): Promise<string> {
  const { id: token } = await lucia(ctx).createSession(customerId, {});
  return token;
}

/** The live session of a token, if it is one, taking note that it was used. */
export async function findSession(ctx: ServiceContext, token: string): Promise<LiveSession | undefined> {
  const { session } = await lucia(ctx).validateSession(token);
  if (!session) return undefined;
  const { sessionId: id, userId: customerId, lastUsedAt, fresh } = session;
  const now = ctx.clock.now();
  if (now.getTime() - lastUsedAt.getTime() > lastUseStep) noteUse(ctx, id, now);
  return { id, customerId, fresh };
}

/** Nobody waits for it, and nobody is refused because it failed. */
function noteUse({ db }: ServiceContext, id: string, now: Date): void {
  db.update(sessions)
    .set({ lastUsedAt: now })
    .where(and(eq(sessions.id, id), lt(sessions.lastUsedAt, new Date(now.getTime() - lastUseStep))))
    .catch(() => {});
}

/** @throws UNAUTHENTICATED when the session has ended */
export async function assertSession({ db }: ServiceContext, id: string): Promise<void> {
  const [session] = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id));
  if (!session) throw new AppError("UNAUTHENTICATED");
}

/** Signs a device out. */
export async function endSession({ db }: ServiceContext, sessionId: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, sessionId));
}

/** Signs a customer out everywhere, but for one device if it is named; who is half-way in starts over. */
export async function endSessions(
  { db }: ServiceContext,
  customerId: string,
  { except = "" }: { except?: string } = {},
): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.customerId, customerId), ne(sessions.id, except)));
  await db.delete(mfaChallenges).where(eq(mfaChallenges.customerId, customerId));
}

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof lucia>;
    DatabaseSessionAttributes: { sessionId?: string; lastUsedAt?: Date };
  }
}

/** Lucia decides when a session lives and when its time starts anew; this file is all that knows of it. */
function lucia(ctx: ServiceContext) {
  return new Lucia(sessionAdapter(ctx), {
    sessionExpiresIn: lifetime,
    getSessionAttributes: ({ sessionId = "", lastUsedAt = new Date(0) }) => ({ sessionId, lastUsedAt }),
  });
}

/** Stands between Lucia, whose session ids are secrets, and the database, which holds only their hashes. */
function sessionAdapter({ db, clock, source }: ServiceContext): Adapter {
  return {
    async getSessionAndUser(token) {
      const [row] = await liveStatement(db, { tokenHash: hashSecret(token) });
      if (!row) return [null, null];
      const { id: sessionId, customerId, expiresAt, lastUsedAt } = row;
      return [
        { id: token, userId: customerId, expiresAt, attributes: { sessionId, lastUsedAt } },
        { id: customerId, attributes: {} },
      ];
    },
    async setSession({ id: token, userId, expiresAt }) {
      const now = clock.now();
      await clearStatement(db, { now: Date.now() });
      await insertSession(db, {
        id: newId("ses"),
        tokenHash: hashSecret(token),
        customerId: userId,
        device: source.device,
        createdAt: now,
        lastUsedAt: now,
        expiresAt,
      });
    },
    async updateSessionExpiration(token, expiresAt) {
      await db
        .update(sessions)
        .set({ expiresAt })
        .where(eq(sessions.tokenHash, hashSecret(token)));
    },
    async deleteSession(token) {
      await db.delete(sessions).where(eq(sessions.tokenHash, hashSecret(token)));
    },
    async deleteUserSessions(customerId) {
      await db.delete(sessions).where(eq(sessions.customerId, customerId));
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, clock.now()));
    },
    async getUserSessions() {
      return []; // their ids are secrets that are not kept
    },
  };
}
