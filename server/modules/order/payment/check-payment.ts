import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import { payments } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { ProviderRefused } from "../../../core/payment-port.ts";
import { nextCheck } from "../../payment/next-check.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { askProvider, throughProvider } from "./ask-provider.ts";
import { loadOfPayment } from "./of-payment.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Asks an attempt's provider how it stands, and takes that in; what has ended here is ended there too, where it still can
 * be. @throws NOT_FOUND, ProviderUnavailable, ProviderRefused
 */
export async function checkPayment(ctx: ServiceContext, paymentId: string): Promise<void> {
  const { state, payment } = await loadOfPayment(ctx, paymentId);
  const attempt = throughProvider(ctx, payment);
  if (!attempt) return; // the provider was configured once
  try {
    await syncPayment(ctx, paymentId, await askProvider(ctx, state, attempt));
  } catch (error) {
    if (error instanceof ProviderRefused) await noteRefusal(ctx, payment);
    throw error;
  }
}

/**
 * Takes up some of the attempts that are to be asked about now, those that wait longest first, and answers their ids. Of
 * several processes one gets each, and when that cannot find out the attempt is due again.
 */
export async function claimChecks({ db, clock }: ServiceContext, limit: number): Promise<string[]> {
  const now = clock.now();
  const due = db
    .select({ id: payments.id })
    .from(payments)
    .where(lte(payments.checkAt, now))
    .orderBy(asc(payments.checkAt))
    .limit(limit);
  const claimed = await db
    .update(payments)
    .set({ checkAt: nextCheck(0, now) })
    .where(inArray(payments.id, due))
    .returning({ id: payments.id });
  return claimed.map(({ id }) => id);
}

/** What a provider refuses to tell is asked ever less often; what it would not even begin has ended with its attempt. */
async function noteRefusal(
  { db, clock }: ServiceContext,
  { id, status, reference, checks }: PaymentRow,
): Promise<void> {
  const isNothing = status === "canceled" && reference === null;
  await db
    .update(payments)
    .set({
      checks: sql`${payments.checks} + 1`,
      checkAt: isNothing ? null : nextCheck(checks + 1, clock.now()),
    })
    .where(and(eq(payments.id, id), eq(payments.status, status)));
}
