import { setTimeout as delay } from "node:timers/promises";
import { isShopError, type ShopErrorCode } from "../../../client-sdk/src/index.ts";

/** In milliseconds: how long a client waits before it asks again whether somebody answers. */
const pauseMs = 10;

/** What says nothing of what became of a call. */
const unanswered = new Set<ShopErrorCode>(["NETWORK_ERROR", "TIMEOUT"]);

/** Under which a call is known when it comes again. */
export interface CallOptions {
  idempotencyKey: string;
}

/** What a call was refused with. */
export class Refused extends Error {
  constructor(readonly code: ShopErrorCode) {
    super(code);
  }
}

/**
 * What a good client does: sends the same again, under the same key, until somebody answers.
 * @throws Refused; whatever the server cannot answer for is an error of its own
 */
export async function untilAnswered<Answer>(
  call: (options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  const options = { idempotencyKey: crypto.randomUUID() };
  for (;;) {
    try {
      return await call(options);
    } catch (error) {
      if (!isShopError(error) || error.code === "INTERNAL") throw error;
      if (!unanswered.has(error.code)) throw new Refused(error.code);
      await delay(pauseMs);
    }
  }
}
