import { createBatcher } from "./batcher.ts";
import { encode } from "./codec.ts";
import { withDeadline } from "./deadline.ts";
import { newIdempotencyKey } from "./idempotency-key.ts";
import type { ClientOptions, MutationOptions } from "./options.ts";
import type { Recover } from "./recover.ts";
import { readReply } from "./reply.ts";
import type { Prepare } from "./request.ts";
import { createSender } from "./sender.ts";

export interface Call extends MutationOptions {
  kind: "query" | "mutation";
  path: string;
  input: unknown;
}

/** Calls a procedure by its path. @throws ShopError, or the reason of the signal that ended the call */
export type Caller = (call: Call) => Promise<unknown>;

export function createCaller(options: ClientOptions, prepare: Prepare, recover: Recover): Caller {
  const { timeout = 30_000, session } = options;
  const send = createSender(options, prepare);
  const query = createBatcher(send);

  /** Alone in its request: the key in the header is that of one mutation. */
  const mutate = (path: string, input: unknown, key: string) => async (signal: AbortSignal) => {
    const given = session?.prepare ? session.prepare(path, input) : input;
    const body = given === undefined ? undefined : JSON.stringify(encode(given));
    const headers = { "content-type": "application/json", "idempotency-key": key };
    const output = readReply(await send({ target: path, method: "POST", headers, body, signal }), 0, path);
    await session?.settle?.(path, output);
    return output;
  };

  return async ({ kind, path, input, signal, idempotencyKey }) => {
    const attempt =
      kind === "query"
        ? (signal: AbortSignal) => query(path, input, signal)
        : mutate(path, input, idempotencyKey ?? newIdempotencyKey());
    const call = () => withDeadline({ path, timeout, signal }, attempt);
    try {
      return await call();
    } catch (error) {
      if (await recover(error, signal)) return call();
      throw error;
    }
  };
}
