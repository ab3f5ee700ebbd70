import { and, asc, eq, inArray, lte, notInArray } from "drizzle-orm";
import { payments } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { ProviderRefused } from "../../../core/payment-port.ts";
import { checkAfterFailure, soonAfter } from "../../payment/next-check.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { unreachableOf } from "../../payment/providers.ts";
import { refundsBy } from "../../payment/refunds-by.ts";
import { isUnsent } from "../../payment/write-refund.ts";
import { askProvider, throughProvider } from "./ask-provider.ts";
import { loadOfPayment } from "./of-payment.ts";
import { requestMissedCapture } from "./request-missed-capture.ts";
import { sendRefund } from "./send-refund.ts";
import { syncPayment } from "./sync-payment.ts";
import { isProviderFault } from "./unavailable.ts";

/**
 * Asks an attempt's provider how it stands, and takes that in; what has ended here is ended there too, where it still can
 * be, what was to be given back is given, and what was to be taken is asked for again. @throws NOT_FOUND, ProviderUnavailable, ProviderRefused
 */
export async function checkPayment(ctx: ServiceContext, paymentId: string): Promise<void> {
  const { state, payment } = await loadOfPayment(ctx, paymentId);
  const attempt = throughProvider(ctx, payment);
  if (!attempt) return noteFailure(ctx, payment, { isRefused: true }); // the provider was configured once
  try {
    const told = await askProvider(ctx, state, attempt);
    await syncPayment(ctx, paymentId, told);
    await requestMissedCapture(ctx, paymentId, told);
    const unsent = (await refundsBy(ctx, paymentId)).filter(isUnsent); // its provider could not be asked in time
    for (const { id: refundId } of unsent) await sendRefund(ctx, { refundId });
  } catch (error) {
    const isRefused = error instanceof ProviderRefused;
    if (isProviderFault(error)) await noteFailure(ctx, payment, { isRefused });
    throw error;
  }
}

/**
 * Takes up some of the attempts that are to be asked about now, those that wait longest first, and answers their ids. Of
 * several processes one gets each, and when that cannot find out the attempt is due again. Those of providers that do not answer
 * stay due until these do.
 */
export async function claimChecks(ctx: ServiceContext, limit: number): Promise<string[]> {
  const { db, clock } = ctx;
  const now = clock.now();
  const due = db
    .select({ id: payments.id })
    .from(payments)
    .where(and(lte(payments.checkAt, now), notInArray(payments.provider, unreachableOf(ctx))))
    .orderBy(asc(payments.checkAt))
    .limit(limit);
  const claimed = await db
    .update(payments)
    .set({ checkAt: soonAfter(now) })
    .where(inArray(payments.id, due))
    .returning({ id: payments.id });
  return claimed.map(({ id }) => id);
}

/** What nobody tells of is asked about ever less often, and one day no more. */
async function noteFailure(
  { db, clock }: ServiceContext,
  payment: PaymentRow,
  { isRefused }: { isRefused: boolean },
): Promise<void> {
  await db
    .update(payments)
    .set({ checkAt: checkAfterFailure(payment, { isRefused, now: clock.now() }) })
    .where(and(eq(payments.id, payment.id), eq(payments.status, payment.status)));
}
