import { and, eq, ne } from "drizzle-orm";
import { refunds } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { sumOf } from "../../../core/exact.ts";
import { lowerOpenPayment } from "../../payment/open-payment.ts";
import { advanceOrder } from "../advance-order.ts";
import { readBalance } from "../read-balance.ts";
import { refundOrder } from "../refund-order.ts";
import type { Cost } from "../refund-taxes.ts";
import { moveReturn, type ReturnRow } from "./move-return.ts";
import { payReplacement } from "./pay-replacement.ts";

/**
 * Has what a received return brought pay what its buyer gets instead, and gives them of the rest as much as is said, or
 * all. Once nothing of it is left the return is closed. Of what was never paid there is nothing to give: less is asked for.
 * @throws REFUND_EXCEEDS_CAPTURED
 */
export async function settleReturn(
  tx: TransactionContext,
  { id, orderId, creditedAmount, replacedById }: ReturnRow,
  { wanted, cost }: { wanted?: number | undefined; cost?: Cost },
): Promise<void> {
  const { order, balance } = await readBalance(tx, orderId);
  const available = Math.min(creditedAmount - (await givenFor(tx, id)), balance.overpaid);
  const spent =
    replacedById === null ? 0 : await payReplacement(tx, { returnId: id, order, available, replacedById });
  const refundable = available - spent;
  const amount = wanted ?? refundable;
  if (amount > refundable) {
    throw new AppError("REFUND_EXCEEDS_CAPTURED", {
      refundable: { amount: refundable, currency: order.currency },
    });
  }
  if (amount > 0) await refundOrder(tx, order, amount, { reason: null, returnId: id, cost });
  await lowerOpenPayment(tx, orderId, balance.owed);
  await advanceOrder(tx, orderId);
  if (amount === refundable) await moveReturn(tx, id, "closed");
}

/** What of it was given already. */
async function givenFor({ db }: TransactionContext, returnId: string): Promise<number> {
  const given = await db
    .select({ amount: refunds.amount })
    .from(refunds)
    .where(and(eq(refunds.returnId, returnId), ne(refunds.status, "failed")));
  return sumOf(given.map(({ amount }) => amount));
}
