import { Writable } from "node:stream";
import type { Logger } from "../../server/core/ports.ts";
import { createLogger } from "../../server/infra/logger.ts";

/** The product's own logger, writing to memory. */
export function newLogRecorder(): { logger: Logger; lines: () => Record<string, unknown>[] } {
  let text = "";
  const destination = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  return {
    logger: createLogger("debug", { destination }),
    lines: () =>
      text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
