import { and, eq, lt, ne, sql } from "drizzle-orm";
import { type Adapter, Lucia, TimeSpan } from "lucia";
import { rowInsert } from "../../../db/insert.ts";
import { prepared, preparedOne } from "../../../db/prepared.ts";
import { customers, mfaChallenges, roles, secondFactors, sessions, staff } from "../../../db/schema/index.ts";
import type { CustomerActor, ServiceContext, StaffActor } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { permissionsOf } from "../../core/permissions.ts";
import { hashSecret } from "./hash-secret.ts";
import { noteUse } from "./last-use.ts";
import { isStaff } from "./staff/is-staff.ts";

/** How long a device stays signed in without coming back; half-way through it a visit starts the time anew. */
const lifetimes = { customer: new TimeSpan(30, "d"), staff: new TimeSpan(24, "h") };

type Kind = keyof typeof lifetimes;

export interface LiveSession {
  actor: CustomerActor | StaffActor;
  /** Whether its time has just started anew, so that a browser has to be told. */
  renewed: boolean;
}

const { placeholder } = sql;

const liveStatement = preparedOne((db) =>
  db
    .select({
      id: sessions.id,
      customerId: sessions.customerId,
      expiresAt: sessions.expiresAt,
      lastUsedAt: sessions.lastUsedAt,
      role: staff.role,
      permissions: roles.permissions,
      secondFactor: secondFactors.confirmedAt,
    })
    .from(sessions)
    .innerJoin(customers, and(eq(customers.id, sessions.customerId), eq(customers.status, "active")))
    .leftJoin(staff, eq(staff.customerId, sessions.customerId))
    .leftJoin(roles, eq(roles.name, staff.role))
    .leftJoin(secondFactors, eq(secondFactors.customerId, staff.customerId))
    .where(eq(sessions.tokenHash, placeholder("tokenHash"))),
);

type SessionRow = NonNullable<Awaited<ReturnType<typeof liveStatement>>>;

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
  const kind = (await isStaff(ctx, customerId)) ? "staff" : "customer";
  const { id: token } = await lucia(ctx, kind).createSession(customerId, {});
  return token;
}

/** Who the live session of a token belongs to, if it is one, taking note that it was used. */
export async function findSession(ctx: ServiceContext, token: string): Promise<LiveSession | undefined> {
  const found = await liveStatement(ctx.db, { tokenHash: hashSecret(token) });
  if (!found) return undefined;
  const { session } = await lucia(ctx, found.role === null ? "customer" : "staff", found).validateSession(
    token,
  );
  if (!session) return undefined;
  noteUse(ctx, sessions, found);
  return { actor: actorOf(found), renewed: session.fresh };
}

function actorOf({
  id: sessionId,
  customerId,
  role,
  permissions,
  secondFactor,
}: SessionRow): LiveSession["actor"] {
  if (role === null) return { type: "customer", customerId, sessionId };
  return {
    type: "staff",
    customerId,
    sessionId,
    role,
    permissions: permissionsOf(role, permissions ?? []),
    secondFactor: secondFactor !== null,
  };
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
  }
}

/** Lucia decides when a session lives and when its time starts anew; this file is all that knows of it. */
function lucia(ctx: ServiceContext, kind: Kind, found?: SessionRow) {
  return new Lucia(sessionAdapter(ctx, found), { sessionExpiresIn: lifetimes[kind] });
}

/**
 * Stands between Lucia, whose session ids are secrets, and the database, which holds only their hashes. `found` is the
 * session that Lucia is to judge.
 */
function sessionAdapter({ db, clock, source }: ServiceContext, found: SessionRow | undefined): Adapter {
  return {
    async getSessionAndUser(token) {
      if (!found) return [null, null];
      const { customerId, expiresAt } = found;
      return [
        { id: token, userId: customerId, expiresAt, attributes: {} },
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
