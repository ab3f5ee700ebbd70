import {
  type PaymentGateway,
  type PaymentProvider,
  ProviderRefused,
  ProviderUnavailable,
} from "../core/payment-port.ts";
import type { Clock, Logger } from "../core/ports.ts";
import type { Metrics, ProviderOutcome, Tracer } from "../core/telemetry-port.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";

/** In milliseconds: how long is waited for an answer, less than a shopper's connection stays open without one. */
const answerTime = 20_000;

export interface Surroundings {
  clock: Clock;
  logger: Logger;
  metrics: Metrics | undefined;
  tracer: Tracer;
  /** In milliseconds. */
  patience?: number;
}

/** The provider, asked only while it answers; the log tells when it stops to and why, and what it refuses. */
export function guardProvider(
  provider: PaymentProvider,
  { clock, logger, metrics, tracer, patience = answerTime }: Surroundings,
): PaymentProvider {
  const { name, gateway } = provider;
  if (!gateway) return provider;
  const breaker = new CircuitBreaker(clock, {
    opened() {
      metrics?.providerCircuit(name, true);
      logger.error({ provider: name }, "a payment provider does not answer: it is not asked for a while");
    },
    closed() {
      metrics?.providerCircuit(name, false);
      logger.info({ provider: name }, "a payment provider answers again");
    },
  });
  metrics?.providerCircuit(name, false);
  const observe = async <Answer>(call: keyof PaymentGateway, ask: () => Promise<Answer>): Promise<Answer> => {
    const started = performance.now();
    const note = (outcome: ProviderOutcome) =>
      metrics?.providerCalled({ provider: name, call, outcome }, performance.now() - started);
    try {
      const answer = await tracer.span({ name: `${name} ${call}`, kind: "client" }, ask);
      note("answered");
      return answer;
    } catch (error) {
      note(outcomeOf(error));
      throw error;
    }
  };
  const guard = <Answer>(call: keyof PaymentGateway, ask: () => Promise<Answer>): Promise<Answer> =>
    breaker.call(async () => {
      try {
        return await observe(call, ask);
      } catch (error) {
        if (error instanceof ProviderRefused) {
          logger.warn({ provider: name, call, code: error.code }, "a payment provider refused");
        } else if (error instanceof ProviderUnavailable) {
          logger.warn({ provider: name, call, why: error.message }, "a payment provider was asked in vain");
        }
        throw error;
      }
    });
  const soon = <Answer>(call: keyof PaymentGateway, ask: () => Promise<Answer>) =>
    guard(call, () => within(patience, ask()));
  return {
    ...provider,
    isReachable: () => breaker.lets(),
    gateway: {
      begin: (attempt) => soon("begin", () => gateway.begin(attempt)),
      read: (attempt) => soon("read", () => gateway.read(attempt)),
      capture: (attempt, capture) => soon("capture", () => gateway.capture(attempt, capture)),
      cancel: (attempt) => soon("cancel", () => gateway.cancel(attempt)),
      refund: (attempt, refund) => soon("refund", () => gateway.refund(attempt, refund)),
      // Of many pages, and nobody waits.
      payouts: (since, known) => guard("payouts", () => gateway.payouts(since, known)),
      readNotice: (body, headers, now) => gateway.readNotice(body, headers, now), // asks nobody
    },
  };
}

function outcomeOf(error: unknown): ProviderOutcome {
  if (error instanceof ProviderRefused) return "refused";
  return error instanceof ProviderUnavailable ? "unavailable" : "failed";
}

/** The answer, unless it takes too long: what was asked may still happen then. @throws ProviderUnavailable */
async function within<Answer>(milliseconds: number, asked: Promise<Answer>): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new ProviderUnavailable("It took too long")), milliseconds);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
