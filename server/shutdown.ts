import type { Server } from "bun";
import type { Deps } from "./deps.ts";

/** In milliseconds: what is still being done after that is given up. */
export const drainDeadline = 10_000;

/** In milliseconds: Ctrl-C reaches the server from the terminal and again from `bun run`; a second wish comes later. */
const sameSignal = 1_000;

/** Stops on SIGINT and SIGTERM once what is being answered or delivered is done; at once when asked again. */
export function stopOnSignals(
  server: Server<undefined>,
  stopJobs: () => Promise<unknown>,
  { database, logger, tracer }: Deps,
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
  const stop = async (): Promise<void> => {
    const now = performance.now();
    if (askedAt !== undefined) {
      if (now - askedAt > sameSignal) cutOff();
      return;
    }
    askedAt = now;
    setTimeout(cutOff, drainDeadline).unref();
    await Promise.all([server.stop(), stopJobs()]);
    await tracer.close();
    close();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
