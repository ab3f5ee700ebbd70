import type { ZodType } from "zod";
import type { Connection, Statement } from "../../../db/transaction.ts";
import type { IdempotentRequest, ServiceContext } from "../../core/context.ts";
import { answerStatement, forgetStatement, readAnswer, storeAnswer } from "./answers.ts";

/** Of a call without a key: finds nothing. */
const noRequest: IdempotentRequest = { scope: "", key: "", fingerprint: "" };

/** The statement that finds what the same request was answered with, for `answerGiven`. */
export function findAnswer(ctx: ServiceContext, db: Connection) {
  return answerStatement(db, { ...(ctx.idempotentRequest ?? noRequest) });
}

/** @throws IDEMPOTENCY_CONFLICT when the key came with another input */
export function answerGiven<Answer>(
  ctx: ServiceContext,
  found: Awaited<ReturnType<typeof findAnswer>>,
  output: ZodType<Answer>,
): Answer | undefined {
  const stored = readAnswer(found, ctx.idempotentRequest ?? noRequest, ctx.clock.now());
  return stored && output.parse(stored.answer);
}

/** The statements that store the answer with its effect, where the request has a key. */
export function keepAnswer(ctx: ServiceContext, db: Connection, answer: unknown): Statement[] {
  if (!ctx.idempotentRequest) return [];
  return [...storeAnswer(db, ctx.idempotentRequest, answer, ctx.clock.now())];
}

/** Takes back the answer to the request that tells of what has that id: of which it is not true any more. */
export async function forgetAnswer({ db, idempotentRequest }: ServiceContext, id: string): Promise<void> {
  if (idempotentRequest) await forgetStatement(db, { ...idempotentRequest, text: JSON.stringify(id) });
}

/** The constraint that a second answer under one key breaks. */
export const keyTaken = "idempotency_keys.scope, idempotency_keys.key";
