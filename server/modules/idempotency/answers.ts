import { and, eq, lt, or, sql } from "drizzle-orm";
import superjson from "superjson";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { idempotencyKeys } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { IdempotentRequest } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { stringify } from "../../core/serialize.ts";

/** How long a repeat is recognised, in milliseconds: as long as Stripe's, https://docs.stripe.com/api/idempotent_requests */
const lifetimeMs = 24 * 60 * 60 * 1000;

/** Each new key clears away this many outlived ones, so that the table stays bounded without a job. */
const clearedPerKey = 4;

const { placeholder } = sql;

const isItsKey = and(
  eq(idempotencyKeys.scope, placeholder("scope")),
  eq(idempotencyKeys.key, placeholder("key")),
);

/** Finds what was stored under a `key` in a `scope`; give its rows to `readAnswer`. */
export const answerStatement = prepared((db) =>
  db
    .select({
      fingerprint: idempotencyKeys.fingerprint,
      answer: idempotencyKeys.answer,
      createdAt: idempotencyKeys.createdAt,
    })
    .from(idempotencyKeys)
    .where(isItsKey),
);

const clearStatement = prepared((db) => {
  const outlived = sql`${idempotencyKeys.createdAt} < ${placeholder("expiry")}`;
  const oldest = sql`select rowid from ${idempotencyKeys} where ${outlived} order by ${idempotencyKeys.createdAt} limit ${clearedPerKey}`;
  return db.delete(idempotencyKeys).where(or(and(isItsKey, outlived), sql`rowid in (${oldest})`));
});

/** Deletes what was stored under a `key` in a `scope`, where it holds the `text`. */
export const forgetStatement = prepared((db) =>
  db
    .delete(idempotencyKeys)
    .where(and(isItsKey, sql`instr(${idempotencyKeys.answer}, ${placeholder("text")}) > 0`)),
);

const insertAnswer = rowInsert(idempotencyKeys);

type AnswerRow = Awaited<ReturnType<typeof answerStatement>>[number];

/**
 * The first answer, wrapped since it may be anything; undefined when there is none.
 * @throws IDEMPOTENCY_CONFLICT when the key came with another input
 */
export function readAnswer(
  [row]: AnswerRow[],
  { fingerprint, onRepeat }: IdempotentRequest,
  now: Date,
): { answer: unknown } | undefined {
  if (!row || row.createdAt < expiry(now)) return undefined;
  if (row.fingerprint !== fingerprint) throw new AppError("IDEMPOTENCY_CONFLICT");
  onRepeat?.();
  return { answer: superjson.parse(row.answer) };
}

/** The statements that store an answer, to run in the transaction of its effect. A second one under the key fails. */
export function storeAnswer(
  db: Connection,
  { scope, key, fingerprint }: IdempotentRequest,
  answer: unknown,
  createdAt: Date,
) {
  return [
    clearStatement(db, { scope, key, expiry: expiry(createdAt).getTime() }),
    insertAnswer(db, { scope, key, fingerprint, answer: stringify(answer), createdAt }),
  ] as const;
}

/**
 * Deletes what was answered to somebody, the answers to others that hold one of the `words` as a whole text of theirs
 * (an id, an e-mail address, in whatever case), and all that have outlived their day. It reads the answers of a day.
 */
export async function forgetAnswers(
  db: Connection,
  { scope, words, now }: { scope: string; words: readonly string[]; now: Date },
): Promise<void> {
  const texts = JSON.stringify(words.map((word) => JSON.stringify(word.toLowerCase())));
  const tells = sql`exists (select 1 from json_each(${texts}) where instr(lower(${idempotencyKeys.answer}), value))`;
  await db
    .delete(idempotencyKeys)
    .where(or(eq(idempotencyKeys.scope, scope), lt(idempotencyKeys.createdAt, expiry(now)), tells));
}

function expiry(now: Date): Date {
  return new Date(now.getTime() - lifetimeMs);
}
