import { ShopError } from "./error.ts";

interface Deadline {
  path: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a call until it ends, its time is up or the caller's signal fires, whichever is first.
 * It does not wait for the request to be taken back, since one that others share goes on without this call.
 * @throws TIMEOUT, or the signal's reason
 */
export async function withDeadline<Result>(
  { path, timeoutMs, signal }: Deadline,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
  });
  const timer = setTimeout(() => {
    const message = `${path}: no answer within ${timeoutMs} ms`;
    controller.abort(new ShopError(message, { code: "TIMEOUT", data: {}, path }));
  }, timeoutMs);
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    return await Promise.race([run(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
