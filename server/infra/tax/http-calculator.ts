import type { Clock, Logger, TaxAssessment, TaxCalculator, TaxRequest } from "../../core/ports.ts";
import { withDeadline } from "../deadline.ts";
import { fetchJson } from "../fetch-json.ts";
import { answerSchema, readAnswer } from "./answer.ts";

interface Server {
  url: string;
  /** Sent as a bearer token. */
  secret: string;
}

interface Surroundings {
  logger: Logger;
  clock: Clock;
  /** In milliseconds: a shopper waits no longer for it. */
  patience?: number;
}

/** In milliseconds: of a calculator that is away, the log tells no more often. */
const silence = 60_000;

/** Asks a server for taxes, each time anew: docs/tax.md tells what goes and what comes. */
export function createHttpTaxCalculator(
  { url, secret }: Server,
  { logger, clock, patience = 2_000 }: Surroundings,
): TaxCalculator {
  let quietUntil = 0;

  async function ask(request: TaxRequest): Promise<TaxAssessment> {
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(request) } as const;
    const answer = await withDeadline(
      (signal) => fetchJson(url, answerSchema, { ...init, signal }),
      patience,
    );
    return readAnswer(request, answer);
  }

  function complain(error: unknown): void {
    const now = clock.now().getTime();
    if (now < quietUntil) return;
    quietUntil = now + silence;
    const reason = error instanceof Error ? error.message : "unknown";
    logger.warn({ reason }, "the tax calculator gave no answer to rely on: taxes go by the shop's own rates");
  }

  return {
    assess: (request) =>
      ask(request).catch((error: unknown) => {
        complain(error);
        return undefined;
      }),
  };
}
