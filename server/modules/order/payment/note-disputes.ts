import { and, eq } from "drizzle-orm";
import { rowInsert } from "../../../../db/insert.ts";
import { disputes } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { newId } from "../../../core/ids.ts";
import type { ProviderDispute } from "../../../core/payment-port.ts";
import { decideDispute } from "../../payment/decide-dispute.ts";
import { moveMoneyOf } from "../../payment/move-money.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { recordEvent } from "../events.ts";
import { alertStaff } from "./alert-staff.ts";
import { forgive } from "./forgive.ts";

type DisputeRow = typeof disputes.$inferSelect;

const insertDispute = rowInsert(disputes);

/**
 * Takes in how the disputes of a payment stand at its provider. Money that is held back can neither be given back nor is
 * it asked for again; what is lost went back to the buyer and is asked for no more; what is won is the shop's again.
 * Answers whether any was decided: its order is to be settled then.
 */
export async function noteDisputes(
  tx: TransactionContext,
  payment: PaymentRow,
  told: readonly ProviderDispute[],
): Promise<boolean> {
  let isDecided = false;
  for (const each of told) isDecided = (await noteDispute(tx, payment, each)) || isDecided;
  return isDecided;
}

async function noteDispute(
  tx: TransactionContext,
  payment: PaymentRow,
  told: ProviderDispute,
): Promise<boolean> {
  const { db, clock } = tx;
  const known = await findDispute(tx, payment, told);
  const { moves, ...step } = decideDispute(known, told);
  const isNews = moves.length > 0 || step.status !== known?.status;
  if (!isNews && told.dueBy?.getTime() === known?.dueBy?.getTime()) return false;
  const now = clock.now();
  const dispute: DisputeRow = {
    ...(known ?? newDispute(payment, told, now)),
    ...step,
    dueBy: told.dueBy,
    updatedAt: now,
  };
  if (known) await db.update(disputes).set(dispute).where(eq(disputes.id, known.id));
  else await insertDispute(db, dispute);
  for (const move of moves) {
    await moveMoneyOf(db, payment, { ...move, sourceId: dispute.id, movedAt: now });
  }
  if (!known) await tell(tx, payment, dispute, "open");
  if (dispute.status === (known?.status ?? "open")) return false;
  await tell(tx, payment, dispute, dispute.status);
  if (dispute.status === "lost") await forgive(tx, payment.orderId, dispute.amount);
  return true;
}

async function findDispute(
  { db }: TransactionContext,
  { id }: PaymentRow,
  { reference }: ProviderDispute,
): Promise<DisputeRow | undefined> {
  const [dispute] = await db
    .select()
    .from(disputes)
    .where(and(eq(disputes.paymentId, id), eq(disputes.reference, reference)));
  return dispute;
}

function newDispute({ id: paymentId }: PaymentRow, told: ProviderDispute, now: Date): DisputeRow {
  const { reference, status, amount, reason, dueBy } = told;
  return {
    id: newId("dsp"),
    paymentId,
    reference,
    status,
    amount,
    reason,
    dueBy,
    createdAt: now,
    updatedAt: now,
  };
}

const news = {
  open: { type: "dispute-opened", alert: "dispute_opened" },
  won: { type: "dispute-won", alert: "dispute_won" },
  lost: { type: "dispute-lost", alert: "dispute_lost" },
} as const;

async function tell(
  tx: TransactionContext,
  payment: PaymentRow,
  { id: disputeId, amount, reason }: DisputeRow,
  status: DisputeRow["status"],
): Promise<void> {
  const { type, alert } = news[status];
  await recordEvent(tx.db, {
    orderId: payment.orderId,
    type,
    details: { disputeId, amount: { amount, currency: payment.currency }, reason },
    actorId: null,
    happenedAt: tx.clock.now(),
  });
  await alertStaff(tx, payment, alert);
}
