import { sumOf } from "../../../server/core/exact.ts";
import { recordMovement } from "./balance.ts";
import { invalidRequest } from "./failure.ts";
import type { Payout } from "./rows.ts";
import type { World } from "./world.ts";

/** Sends everything available of a currency to the shop's bank: the sum of what its movements left after fees. */
export function payOut(world: World, currency: string): Payout {
  const due = world.transactions
    .all()
    .filter(
      (each) => each.status === "available" && each.currency === currency && !world.paidBy.has(each.id),
    );
  const amount = sumOf(due.map(({ net }) => net));
  if (amount <= 0) throw invalidRequest("There is nothing to pay out.", { code: "balance_insufficient" });
  const id = world.newId("po");
  const movement = recordMovement(world, {
    type: "payout",
    category: "payout",
    amount: -amount,
    currency,
    source: id,
    description: "STRIPE PAYOUT",
  });
  for (const each of [...due, movement]) world.paidBy.set(each.id, id);
  const payout = world.payouts.insert({
    id,
    object: "payout",
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: world.now(),
    automatic: true,
    balance_transaction: movement.id,
    created: world.now(),
    currency,
    description: "STRIPE PAYOUT",
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "in_progress",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status: "pending",
    trace_id: null,
    type: "bank_account",
  });
  world.emit("payout.created", payout);
  const paid = world.payouts.change(id, { status: "paid", reconciliation_status: "completed" });
  world.emit("payout.paid", paid);
  world.emit("payout.reconciliation_completed", paid);
  return paid;
}
