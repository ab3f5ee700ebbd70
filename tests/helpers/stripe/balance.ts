import type { Stripe } from "stripe";
import { mulDiv } from "../../../server/core/exact.ts";
import type { BalanceTransaction, Charge } from "./rows.ts";
import type { World } from "./world.ts";

/** What is asked for a dispute, in minor units; it is not given back, whoever wins. */
export const disputeFee = 1500;
const settlementDays = 2;

/** 2.9 % of what is captured, half a unit up, and 30 minor units for the first capture of a charge. */
export function processingFee(amount: number, isFirstCapture: boolean): number {
  return mulDiv(amount, 29, 1000, "half_up") + (isFirstCapture ? 30 : 0);
}

interface Movement {
  type: Stripe.BalanceTransaction.Type;
  category: string;
  /** Below zero for money that leaves. */
  amount: number;
  fee?: number;
  currency: string;
  source: string;
  description?: string | null;
}

/** A movement of the balance; it can be paid out two days later. */
export function recordMovement(world: World, movement: Movement): BalanceTransaction {
  const { type, category, amount, fee = 0, currency, source, description = null } = movement;
  const created = world.now();
  const paidAtOnce = type === "payout";
  return world.transactions.insert({
    id: world.newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: paidAtOnce ? created : created + settlementDays * 86_400,
    balance_type: "payments",
    created,
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: category === "dispute" ? "Dispute fee" : "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: amount - fee,
    reporting_category: category,
    source,
    status: paidAtOnce ? "available" : "pending",
    type,
  });
}

export function recordCapture(world: World, charge: Charge, amount: number): BalanceTransaction {
  return recordMovement(world, {
    type: isCard(charge) ? "charge" : "payment",
    category: "charge",
    amount,
    fee: processingFee(amount, charge.balance_transaction === null),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
  });
}

export const isCard = (charge: Charge) => charge.payment_method_details?.type === "card";
