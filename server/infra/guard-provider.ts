import { type PaymentGateway, type PaymentProvider, ProviderRefused } from "../core/payment-port.ts";
import type { Clock, Logger } from "../core/ports.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";

/** The provider, asked only while it answers; the log tells when it stops to, and what it refuses. */
export function guardProvider(
  provider: PaymentProvider,
  { clock, logger }: { clock: Clock; logger: Logger },
): PaymentProvider {
  const { name, gateway } = provider;
  if (!gateway) return provider;
  const breaker = new CircuitBreaker(clock, {
    opened: () =>
      logger.error({ provider: name }, "a payment provider does not answer: it is not asked for a while"),
    closed: () => logger.info({ provider: name }, "a payment provider answers again"),
  });
  const guard =
    <Args extends unknown[], Answer>(call: keyof PaymentGateway, ask: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      try {
        return await breaker.call(() => ask(...args));
      } catch (error) {
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
