import { withDeadline } from "./deadline.ts";
import { isShopError } from "./error.ts";
import type { ClientOptions } from "./options.ts";

/** Whether what failed is worth another try, since somebody has signed in meanwhile. @throws the signal's reason */
export type Recover = (error: unknown, signal: AbortSignal | undefined) => Promise<boolean>;

export function createRecover({ onUnauthorized }: ClientOptions): Recover {
  let asking: Promise<boolean> | undefined;
  return async (error, signal) => {
    if (!onUnauthorized || !isShopError(error, "UNAUTHENTICATED")) return false;
    asking ??= (async () => (await onUnauthorized(error)) === true)().finally(() => {
      asking = undefined;
    });
    const answer = asking;
    return withDeadline({ path: error.path, timeout: Number.POSITIVE_INFINITY, signal }, () => answer);
  };
}
