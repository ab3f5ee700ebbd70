import {
  type PaymentGateway,
  type PaymentProvider,
  ProviderRefused,
  ProviderUnavailable,
} from "../core/payment-port.ts";
import type { Clock, Logger } from "../core/ports.ts";
import type { Metrics, ProviderOutcome, Tracer } from "../core/telemetry-port.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";

export interface Surroundings {
  clock: Clock;
  logger: Logger;
  metrics: Metrics | undefined;
  tracer: Tracer;
}

/** The provider, asked only while it answers; the log tells when it stops to, and what it refuses. */
export function guardProvider(
  provider: PaymentProvider,
  { clock, logger, metrics, tracer }: Surroundings,
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
  const guard =
    <Args extends unknown[], Answer>(call: keyof PaymentGateway, ask: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      const started = performance.now();
      const note = (outcome: ProviderOutcome) =>
        metrics?.providerCalled({ provider: name, call, outcome }, performance.now() - started);
      try {
        const answer = await breaker.call(() =>
          tracer.span({ name: `${name} ${call}`, kind: "client" }, () => ask(...args)),
        );
        note("answered");
        return answer;
      } catch (error) {
        note(outcomeOf(error));
        if (error instanceof ProviderRefused) {
          logger.warn({ provider: name, call, code: error.code }, "a payment provider refused");
        }
        throw error;
      }
    };
  return {
    ...provider,
    isReachable: () => breaker.lets(),
    gateway: {
      begin: guard("begin", gateway.begin),
      read: guard("read", gateway.read),
      capture: guard("capture", gateway.capture),
      cancel: guard("cancel", gateway.cancel),
      refund: guard("refund", gateway.refund),
      payouts: guard("payouts", gateway.payouts),
      readNotice: gateway.readNotice, // asks nobody
    },
  };
}

function outcomeOf(error: unknown): ProviderOutcome {
  if (error instanceof ProviderRefused) return "refused";
  return error instanceof ProviderUnavailable ? "unavailable" : "failed";
}
