import { eq } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import type { DisputeStatus, MoneyMovementKind, RefundStatus } from "../../../db/enums.ts";
import { disputes, moneyMovements, payments, refunds } from "../../../db/schema/index.ts";
import { sumOf } from "../../../server/core/exact.ts";
import type { StripeServer } from "../../helpers/stripe-server.ts";

/**
 * What there is of a payment, in minor units; refunds and disputes by what the provider finds them by. Refunds that failed
 * are as if they had not been: one that somebody gave at the provider may have failed before the shop heard of it.
 */
export interface PaymentBook {
  authorized: number;
  captured: number;
  fees: number;
  refunds: ReadonlyMap<string, { status: RefundStatus; amount: number }>;
  disputes: ReadonlyMap<string, { status: DisputeStatus; amount: number }>;
}

/** What the ledger has of each attempt to pay through the provider. */
export async function readPaymentBooks(db: Database): Promise<Map<string, PaymentBook>> {
  const [rows, moves, given, disputed] = [
    await db.select().from(payments).where(eq(payments.provider, "stripe")),
    await db.select().from(moneyMovements),
    await db.select().from(refunds).where(eq(refunds.provider, "stripe")),
    await db.select().from(disputes),
  ];
  return new Map(
    rows.map(({ id }) => {
      const moved = (kind: MoneyMovementKind) =>
        sumOf(moves.map((each) => (each.paymentId === id && each.kind === kind ? each.amount : 0)));
      const isOurs = ({ paymentId }: { paymentId: string }) => paymentId === id;
      return [
        id,
        {
          authorized: moved("authorized") - moved("released"),
          captured: moved("captured"),
          fees: moved("fee_charged") - moved("fee_returned"),
          refunds: byReference(given.filter((each) => isOurs(each) && each.status !== "failed")),
          disputes: byReference(disputed.filter(isOurs)),
        },
      ];
    }),
  );
}

function byReference<Status>(rows: readonly { reference: string | null; status: Status; amount: number }[]) {
  return new Map(rows.map(({ reference, status, amount }) => [reference ?? "", { status, amount }]));
}

const disputeStatuses: Readonly<Record<string, DisputeStatus>> = { won: "won", lost: "lost" };

/** What the provider has of an attempt. */
export function providersBook(stripe: StripeServer, attemptId: string): PaymentBook {
  const intents = stripe.intents().filter(({ metadata }) => metadata["attemptId"] === attemptId);
  const ids = new Set<string | null>(intents.map(({ id }) => id));
  const isOfThem = (each: { payment_intent: string | null }) => ids.has(each.payment_intent);
  const sources = new Set<string | null>(
    [...stripe.charges(), ...stripe.disputes()].filter(isOfThem).map(({ id }) => id),
  );
  return {
    authorized: sumOf(
      intents.map((each) => (each.status === "requires_capture" ? each.amount_capturable : 0)),
    ),
    captured: sumOf(intents.map((each) => each.amount_received)),
    fees: sumOf(stripe.balanceTransactions().map((each) => (sources.has(each.source) ? each.fee : 0))),
    refunds: new Map(
      stripe
        .refunds()
        .filter((each) => isOfThem(each) && each.status !== "failed")
        // Sound: these are what our Stripe gives refunds.
        .map(({ id, status, amount }) => [id, { status: status as RefundStatus, amount }]),
    ),
    disputes: new Map(
      stripe
        .disputes()
        .filter(isOfThem)
        .map(({ id, status, amount }) => [id, { status: disputeStatuses[status] ?? "open", amount }]),
    ),
  };
}
