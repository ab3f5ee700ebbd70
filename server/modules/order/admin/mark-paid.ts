import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { capturePayment } from "../../payment/capture-payment.ts";
import { isLive } from "../../payment/machine.ts";
import { endOpenPayment } from "../../payment/open-payment.ts";
import { blankPayment } from "../../payment/payments.ts";
import { gatewayOf } from "../../payment/providers.ts";
import { insertPayment } from "../../payment/write-payment.ts";
import { balanceOf } from "../balance.ts";
import { receiveMoney } from "../payment/receive-money.ts";
import type { OrderState } from "../present-order.ts";
import { changeOrder } from "./change-order.ts";
import type { MarkPaidInput, StaffOrder } from "./schema.ts";

/**
 * Says that the money has come that an order is waiting for, or else that of its latest payment.
 * @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION for what is paid
 */
export function markPaid(ctx: StaffContext, input: MarkPaidInput): Promise<StaffOrder> {
  return changeOrder(ctx, input, { type: "order-paid" }, async (tx, state) => {
    const captured = await capturePayment(tx, await paidByHand(tx, state));
    await receiveMoney(tx, state, captured, captured.amount);
  });
}

/** The id of the attempt whose money came: a provider tells by itself of what it takes, so that this came another way. */
async function paidByHand(tx: TransactionContext, { order, payments }: OrderState): Promise<string> {
  const awaited = payments.find(isLive) ?? payments[0];
  if (awaited.status === "captured" || !gatewayOf(tx, awaited.provider)) return awaited.id;
  await endOpenPayment(tx, order.id);
  const amount = balanceOf(order, payments).owed || awaited.amount;
  const transfer = blankPayment({ orderId: order.id, amount, currency: order.currency, now: tx.clock.now() });
  await insertPayment(tx.db, transfer);
  return transfer.id;
}
