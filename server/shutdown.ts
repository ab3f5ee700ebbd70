import type { Server } from "bun";
import type { Deps } from "./deps.ts";
import type { Drain } from "./env.ts";

/** In milliseconds: Ctrl-C reaches the server from the terminal and again from `bun run`; a second wish comes later. */
const sameSignal = 1_000;

/**
 * Ends on SIGINT and SIGTERM, at once when asked again. First `/readyz` says so, and connections end with their next
 * answer, while requests are still taken from those who have not heard of it; then nothing new is taken, and what is
 * being answered or delivered is finished; what is not done at the limit is given up.
 */
export function stopOnSignals(
  server: Server<undefined>,
  stopJobs: () => Promise<unknown>,
  { database, draining, logger, tracer }: Deps,
  { delay, limit }: Drain,
): void {
  let askedAt: number | undefined;

  const close = (): void => {
    database.client.close();
    process.exit(0);
  };
  const cutOff = (): void => {
    logger.warn({}, "stopped before everything was done");
    server.stop(true);
    close();
  };
  const finish = async (): Promise<void> => {
    setTimeout(cutOff, limit * 1_000);
    await Promise.all([server.stop(), stopJobs()]);
    await tracer.close();
    close();
  };
  const stop = (): void => {
    const now = performance.now();
    if (askedAt !== undefined) {
      if (now - askedAt > sameSignal) cutOff();
      return;
    }
    askedAt = now;
    draining.abort();
    setTimeout(finish, delay * 1_000);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
