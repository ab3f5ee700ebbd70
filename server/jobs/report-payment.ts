import type { PaymentAlert } from "../modules/outbox/events.ts";
import type { JobContext } from "./context.ts";

/** Tells whoever reads the log of a payment that a person has to look at. */
export async function reportPayment(
  { logger }: JobContext,
  alert: { orderId: string; paymentId: string; alert: PaymentAlert },
): Promise<void> {
  logger.error(alert, "a payment has to be looked at");
}
