import { ShopError } from "./error.ts";
import { longestTimer } from "./wait.ts";

interface Deadline {
  path: string;
  timeout: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a call until it ends, its time is up or the caller's signal fires, whichever is first.
 * It does not wait for the request to be taken back, since one that others share goes on without this call.
 * @throws TIMEOUT, or the signal's reason
 */
export function withDeadline<Result>(
  { path, timeout, signal }: Deadline,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const giveUp = (reason: unknown) => {
      end();
      reject(reason);
      controller.abort();
    };
    const abort = () => giveUp(signal?.reason ?? aborted());
    const timer = setTimeout(
      () => {
        const message = `${path}: no answer within ${timeout} ms`;
        giveUp(new ShopError(message, { code: "TIMEOUT", data: {}, path }));
      },
      Math.min(timeout, longestTimer),
    );
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    run(controller.signal).then(resolve, reject).finally(end);
  });
}

/** For platforms whose signals tell no reason, React Native among them. */
function aborted(): Error {
  const error = new Error("Aborted");
  error.name = "AbortError";
  return error;
}
