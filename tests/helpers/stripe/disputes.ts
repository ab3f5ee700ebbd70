import type { Stripe } from "stripe";
import { z } from "zod";
import { disputeFee, recordMovement } from "./balance.ts";
import { invalidRequest } from "./failure.ts";
import { boolean, mergeMetadata, metadata, text } from "./params.ts";
import type { Charge, Dispute } from "./rows.ts";
import type { World } from "./world.ts";

const daysToAnswer = 10;

export const updateDisputeParams = z.strictObject({
  evidence: z.strictObject({ uncategorized_text: text.optional() }).optional(),
  metadata: metadata.optional(),
  submit: boolean.optional(),
} satisfies Partial<Record<keyof Stripe.DisputeUpdateParams, z.ZodType>>);

/** The shopper's bank takes the money back, with Stripe's fee, until it is decided whose it is. */
export function openDispute(world: World, intentId: string, amount?: number, reason = "fraudulent"): Dispute {
  const charge = world.charges.get(world.intents.get(intentId).latest_charge ?? "");
  const isPaid = charge.status === "succeeded" && charge.captured;
  if (!isPaid || charge.disputed) throw invalidRequest(`Charge ${charge.id} cannot be disputed.`);
  const left = charge.amount_captured - charge.amount_refunded;
  world.charges.change(charge.id, { disputed: true });
  const dispute = world.disputes.insert(newDispute(world, charge, amount ?? left, reason));
  world.emit("charge.dispute.created", dispute);
  return moveFunds(world, dispute, -dispute.amount, disputeFee);
}

export function closeDispute(world: World, id: string, status: "won" | "lost"): Dispute {
  const open = world.disputes.get(id);
  if (open.status === "won" || open.status === "lost")
    throw invalidRequest(`This dispute is already ${open.status}.`);
  const closed = world.disputes.change(id, { is_charge_refundable: status === "won", status });
  world.emit("charge.dispute.closed", closed, { status: open.status });
  return status === "won" ? moveFunds(world, closed, closed.amount, 0) : closed;
}

export function updateDispute(
  world: World,
  id: string,
  params: z.output<typeof updateDisputeParams>,
): Dispute {
  const { evidence, evidence_details: details, metadata: before, status } = world.disputes.get(id);
  if (status !== "needs_response") throw invalidRequest("This dispute cannot be updated any more.");
  const { submit = true } = params;
  const changed = world.disputes.change(id, {
    evidence: { ...evidence, uncategorized_text: params.evidence?.uncategorized_text ?? null },
    evidence_details: { ...details, has_evidence: true, submission_count: submit ? 1 : 0 },
    metadata: mergeMetadata(before, params.metadata),
    status: submit ? "under_review" : status,
  });
  world.emit("charge.dispute.updated", changed, { status });
  return changed;
}

function moveFunds(world: World, dispute: Dispute, amount: number, fee: number): Dispute {
  const movement = recordMovement(world, {
    type: "adjustment",
    category: amount < 0 ? "dispute" : "dispute_reversal",
    amount,
    fee,
    currency: dispute.currency,
    source: dispute.id,
    description: amount < 0 ? "Chargeback withdrawal" : "Chargeback reversal",
  });
  const moved = world.disputes.change(dispute.id, {
    balance_transactions: [...dispute.balance_transactions, movement],
  });
  world.emit(amount < 0 ? "charge.dispute.funds_withdrawn" : "charge.dispute.funds_reinstated", moved);
  return moved;
}

function newDispute(world: World, charge: Charge, amount: number, reason: string): Dispute {
  const created = world.now();
  return {
    id: world.newId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {
      access_activity_log: null,
      billing_address: null,
      cancellation_policy: null,
      cancellation_policy_disclosure: null,
      cancellation_rebuttal: null,
      customer_communication: null,
      customer_email_address: charge.receipt_email,
      customer_name: null,
      customer_purchase_ip: null,
      customer_signature: null,
      duplicate_charge_documentation: null,
      duplicate_charge_explanation: null,
      duplicate_charge_id: null,
      enhanced_evidence: {},
      product_description: null,
      receipt: null,
      refund_policy: null,
      refund_policy_disclosure: null,
      refund_refusal_explanation: null,
      service_date: null,
      service_documentation: null,
      shipping_address: null,
      shipping_carrier: null,
      shipping_date: null,
      shipping_documentation: null,
      shipping_tracking_number: null,
      uncategorized_file: null,
      uncategorized_text: null,
    },
    evidence_details: {
      due_by: created + daysToAnswer * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: "needs_response",
  };
}
