import { middlewareMarker } from "@trpc/server/unstable-core-do-not-import";
import { isCausedBy, OutcomeUnknown } from "../../db/lost.ts";
import { retry } from "../../db/retry.ts";
import { transact } from "../../db/transaction.ts";
import { actorIdOf, type IdempotentRequest } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { stringify } from "../core/serialize.ts";
import { answerStatement, readAnswer, storeAnswer } from "../modules/idempotency/answers.ts";
import { middleware } from "./init.ts";

/**
 * Gives a mutation that comes again under its `Idempotency-Key` the first answer again.
 * The procedure runs inside one transaction that also stores its answer, so that there is never an effect without the
 * answer nor an answer without the effect; a refusal stores nothing and may be tried again. Where the database server went
 * away before it said whether it has both, the same is done that a client would do: it is asked again, under the key.
 */
export const answerOnce = middleware(async ({ ctx, type, path, meta, batchIndex, getRawInput, next }) => {
  const { idempotencyKey } = ctx;
  const kept = type === "mutation" && meta?.idempotency !== "none";
  if (!kept || idempotencyKey === undefined) return next();

  const request: IdempotentRequest = {
    scope: actorIdOf(ctx.actor) ?? ctx.actor.type,
    key: batchIndex === 0 ? idempotencyKey : `${idempotencyKey} ${batchIndex}`,
    fingerprint: fingerprint(path, await getRawInput()),
    onRepeat: ctx.onRepeat,
  };
  return retry(
    async () => {
      if (meta?.idempotency === "service") {
        return orThrow(await next({ ctx: { idempotentRequest: request } }));
      }
      return transact(ctx, async (tx) => {
        const stored = readAnswer(await answerStatement(tx.db, { ...request }), request, tx.clock.now());
        if (stored) return { ok: true as const, data: stored.answer, marker: middlewareMarker };

        const result = orThrow(await next({ ctx: { db: tx.db } }));
        for (const statement of storeAnswer(tx.db, request, result.data, tx.clock.now())) await statement;
        return result;
      });
    },
    (error) => isCausedBy(error, OutcomeUnknown),
  );
});

/** A middleware's `next` gives the error of a procedure that failed: where it matters that it did, it is thrown. */
function orThrow<Result extends { ok: boolean }>(result: Result): Exclude<Result, { ok: false }> {
  if (!result.ok && "error" in result) throw result.error;
  // Sound: one that is not ok has an error.
  return result as Exclude<Result, { ok: false }>;
}

/** @throws BAD_REQUEST for an input that nothing can be made of */
function fingerprint(path: string, input: unknown): string {
  return new Bun.CryptoHasher("sha256")
    .update(path)
    .update("\0")
    .update(asText(input ?? null))
    .digest("base64url");
}

function asText(input: unknown): string {
  try {
    return stringify(input);
  } catch {
    throw new AppError("BAD_REQUEST", { issues: [{ path: "", message: "The input is not valid" }] });
  }
}
