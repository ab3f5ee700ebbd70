import type { Stripe } from "stripe";
import { z } from "zod";
import { isCard, recordMovement } from "./balance.ts";
import { invalidRequest } from "./failure.ts";
import { integer, mergeMetadata, metadata, text } from "./params.ts";
import { cardOf } from "./payment-methods.ts";
import type { Charge, Refund } from "./rows.ts";
import type { World } from "./world.ts";

export const createRefundParams = z.strictObject({
  amount: integer.optional(),
  charge: text.optional(),
  payment_intent: text.optional(),
  metadata: metadata.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
} satisfies Partial<Record<keyof Stripe.RefundCreateParams, z.ZodType>>);

type CreateRefund = z.output<typeof createRefundParams>;

export function createRefund(world: World, params: CreateRefund): Refund {
  const charge = refundableCharge(world, params);
  const left = charge.amount_captured - charge.amount_refunded;
  const { amount = left } = params;
  assertRefundable(world, charge, amount, left);

  const id = world.newId(isCard(charge) ? "re" : "pyr");
  const movement = recordMovement(world, {
    type: isCard(charge) ? "refund" : "payment_refund",
    category: "refund",
    amount: -amount,
    currency: charge.currency,
    source: id,
  });
  const status = cardOf(world, charge.payment_method).refunds;
  const refund = world.refunds.insert({
    id,
    object: "refund",
    amount,
    balance_transaction: movement.id,
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: isCard(charge)
      ? {
          type: "card",
          card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
        }
      : { type: "sepa_debit" },
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(status === "pending" && { pending_reason: "processing" }),
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  });
  world.emit("refund.created", refund);
  world.emit("charge.refunded", addRefunded(world, charge, amount));
  return refund;
}

/** The bank has taken the money of a pending refund. */
export function completeRefund(world: World, id: string): Refund {
  return changeRefund(world, id, { status: "succeeded" });
}

/** The bank has sent the money back, even of a refund that had succeeded: it is on our balance again. */
export function failRefund(world: World, id: string, reason: string): Refund {
  const { amount, currency, charge } = world.refunds.get(id);
  const movement = recordMovement(world, {
    type: "refund_failure",
    category: "refund_failure",
    amount,
    currency,
    source: id,
  });
  addRefunded(world, world.charges.get(charge ?? ""), -amount);
  const failed = changeRefund(world, id, {
    failure_balance_transaction: movement.id,
    failure_reason: reason,
    status: "failed",
  });
  world.emit("refund.failed", failed);
  return failed;
}

function changeRefund(world: World, id: string, changes: Partial<Refund>): Refund {
  const { status } = world.refunds.get(id);
  if (status === "failed") throw invalidRequest(`Refund ${id} has failed already.`);
  const changed = world.refunds.change(id, changes);
  world.emit("refund.updated", changed, { status });
  world.emit("charge.refund.updated", changed, { status });
  return changed;
}

function addRefunded(world: World, charge: Charge, amount: number): Charge {
  const refunded = charge.amount_refunded + amount;
  return world.charges.change(charge.id, {
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  });
}

function refundableCharge(world: World, { charge, payment_intent: intent }: CreateRefund): Charge {
  if (intent === undefined) {
    if (charge !== undefined) return world.charges.get(charge);
    throw invalidRequest(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  }
  const paid = world.charges.find(world.intents.get(intent).latest_charge);
  if (paid?.status === "succeeded") return paid;
  throw invalidRequest(`This PaymentIntent (${intent}) does not have a successful charge to refund.`, {
    param: "payment_intent",
  });
}

function assertRefundable(world: World, charge: Charge, amount: number, left: number): void {
  if (charge.status === "pending") {
    const message = `Charge ${charge.id} is still pending: it can be refunded once it has succeeded.`;
    throw invalidRequest(message, { code: "charge_not_refundable" });
  }
  if (!charge.captured) {
    const message = `Charge ${charge.id} has not been captured: cancel its PaymentIntent instead.`;
    throw invalidRequest(message, { code: "charge_not_refundable" });
  }
  const disputes = world.disputes.all().filter((each) => each.charge === charge.id);
  if (disputes.some(({ is_charge_refundable }) => !is_charge_refundable)) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw invalidRequest(message, { code: "charge_disputed" });
  }
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw invalidRequest(message, { code: "charge_already_refunded" });
  }
  if (amount < 1) {
    const details = { code: "parameter_invalid_integer", param: "amount" };
    throw invalidRequest("This value must be greater than or equal to 1.", details);
  }
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw invalidRequest(message, { param: "amount" });
  }
}
