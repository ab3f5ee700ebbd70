import { and, eq, lt, or, sql } from "drizzle-orm";
import superjson from "superjson";
import { idempotencyKeys } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { IdempotentRequest, ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { stringify } from "../../core/serialize.ts";

/** How long a repeat is recognised, in milliseconds: as long as Stripe's, https://docs.stripe.com/api/idempotent_requests */
const lifetimeMs = 24 * 60 * 60 * 1000;

/** Each new key clears away this many outlived ones, so that the table stays bounded without a job. */
const clearedPerKey = 4;

/** The statement that finds the stored answer; give its rows to `readAnswer`. */
export function answerQuery(db: Connection, { scope, key }: IdempotentRequest) {
  return db
    .select({
      fingerprint: idempotencyKeys.fingerprint,
      answer: idempotencyKeys.answer,
      createdAt: idempotencyKeys.createdAt,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key)));
}

type AnswerRow = Awaited<ReturnType<typeof answerQuery>>[number];

/**
 * The first answer, wrapped since it may be anything; undefined when there is none.
 * @throws IDEMPOTENCY_CONFLICT when the key came with another input
 */
export function readAnswer(
  [row]: AnswerRow[],
  { fingerprint }: IdempotentRequest,
  now: Date,
): { answer: unknown } | undefined {
  if (!row || row.createdAt < expiry(now)) return undefined;
  if (row.fingerprint !== fingerprint) throw new AppError("IDEMPOTENCY_CONFLICT");
  return { answer: superjson.parse(row.answer) };
}

/** The statements that store an answer, to run in the transaction of its effect. A second one under the key fails. */
export function storeAnswer(
  db: Connection,
  { scope, key, fingerprint }: IdempotentRequest,
  answer: unknown,
  { clock }: Pick<ServiceContext, "clock">,
) {
  const createdAt = clock.now();
  const outlived = lt(idempotencyKeys.createdAt, expiry(createdAt));
  const oldest = sql`select rowid from ${idempotencyKeys} where ${outlived} order by ${idempotencyKeys.createdAt} limit ${clearedPerKey}`;
  const itself = and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key), outlived);
  return [
    db.delete(idempotencyKeys).where(or(itself, sql`rowid in (${oldest})`)),
    db.insert(idempotencyKeys).values({
      scope,
      key,
      fingerprint,
      answer: stringify(answer),
      createdAt,
    }),
  ] as const;
}

function expiry(now: Date): Date {
  return new Date(now.getTime() - lifetimeMs);
}
