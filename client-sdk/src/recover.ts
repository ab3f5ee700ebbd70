import { isShopError } from "./error.ts";
import type { ClientOptions } from "./options.ts";

/** Whether what failed is worth another try, since somebody has signed in meanwhile. */
export type Recover = (error: unknown) => Promise<boolean>;

export function createRecover({ onUnauthorized }: ClientOptions): Recover {
  let asking: Promise<boolean> | undefined;
  return async (error) => {
    if (!onUnauthorized || !isShopError(error, "UNAUTHENTICATED")) return false;
    asking ??= (async () => (await onUnauthorized(error)) === true)().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
