import type { Stripe } from "stripe";
import { z } from "zod";
import { bookCapture } from "./charges.ts";
import { invalidRequest } from "./failure.ts";
import { boolean, integer, mergeMetadata, metadata } from "./params.ts";
import { assertStatus } from "./payment-intents.ts";
import type { Intent } from "./rows.ts";
import type { World } from "./world.ts";

export const captureIntentParams = z.strictObject({
  amount_to_capture: integer.optional(),
  final_capture: boolean.optional(),
  metadata: metadata.optional(),
} satisfies Partial<Record<keyof Stripe.PaymentIntentCaptureParams, z.ZodType>>);

/**
 * Takes all or a part of what was authorised. What a final capture leaves is released, without a refund
 * (https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow).
 * One that is not final leaves the intent in `requires_capture`, whatever is left.
 */
export function captureIntent(
  world: World,
  id: string,
  params: z.output<typeof captureIntentParams>,
): Intent {
  const intent = world.intents.get(id);
  assertStatus(intent, ["requires_capture"], "captured");
  const charge = world.charges.get(intent.latest_charge ?? "");
  const { amount_to_capture: amount = intent.amount_capturable, final_capture: isFinal = true } = params;
  assertCapturable(intent, amount, isFinal, charge.payment_method_details?.card?.multicapture?.status);

  const before = charge.amount_captured;
  world.charges.change(charge.id, { amount_captured: before + amount, captured: true });
  const captured = amount > 0 ? bookCapture(world, charge.id, amount) : world.charges.get(charge.id);
  const changed = world.intents.change(id, {
    amount_capturable: isFinal ? 0 : intent.amount_capturable - amount,
    amount_received: intent.amount_received + amount,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...(isFinal && { status: "succeeded" }),
  });
  if (before === 0) world.emit("charge.captured", captured);
  else world.emit("charge.updated", captured, { amount_captured: before });
  world.emit("payment_intent.amount_capturable_updated", changed);
  if (isFinal) world.emit("payment_intent.succeeded", changed);
  return changed;
}

function assertCapturable(intent: Intent, amount: number, isFinal: boolean, multicapture?: string): void {
  if (amount > intent.amount_capturable) {
    const message = `The amount to capture (${amount}) is greater than amount_capturable (${intent.amount_capturable}).`;
    throw invalidRequest(message, { code: "amount_too_large", param: "amount_to_capture" });
  }
  const releasesTheRest = isFinal && intent.amount_received > 0;
  if (amount < (releasesTheRest ? 0 : 1)) {
    const details = { code: "parameter_invalid_integer", param: "amount_to_capture" };
    throw invalidRequest("This value must be greater than or equal to 1.", details);
  }
  if (!isFinal && multicapture !== "available") {
    const message = "This PaymentIntent does not support capturing more than once.";
    throw invalidRequest(message, { param: "final_capture" });
  }
}
