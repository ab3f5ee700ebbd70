import type { ZodType } from "zod";
import { type Transaction, transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { answerGiven, findAnswer, keepAnswer } from "./service-answers.ts";

/**
 * Prepares what may wait for the network, then writes in one transaction that also stores the answer; answers a request
 * that comes again with what it was answered first. @throws IDEMPOTENCY_CONFLICT, what both throw
 */
export async function prepareAndWrite<Context extends ServiceContext, Prepared, Answer>(
  ctx: Context,
  output: ZodType<Answer>,
  prepare: () => Promise<Prepared>,
  write: (tx: Context & { db: Transaction }, prepared: Prepared) => Promise<Answer>,
): Promise<Answer> {
  const given = async (ctx: Context) => answerGiven(ctx, await findAnswer(ctx, ctx.db), output);
  const before = await given(ctx);
  if (before) return before;
  let prepared: Prepared;
  try {
    prepared = await prepare();
  } catch (error) {
    const meanwhile = await given(ctx); // what the first of two at once did may be why
    if (meanwhile) return meanwhile;
    throw error;
  }
  return transact(ctx, async (tx) => {
    const meanwhile = await given(tx);
    if (meanwhile) return meanwhile;
    const answer = await write(tx, prepared);
    for (const statement of keepAnswer(tx, tx.db, answer)) await statement;
    return answer;
  });
}
