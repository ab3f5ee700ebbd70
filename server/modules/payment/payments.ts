import type { PaymentMethod, PaymentProviderName } from "../../../db/enums.ts";
import type { payments } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import type { MethodTerms } from "../../core/payment-port.ts";
import { soonAfter } from "./next-check.ts";
import { gatewayOf, isReachable, termsOf } from "./providers.ts";
import type { Payment } from "./schema.ts";

export type PaymentRow = typeof payments.$inferSelect;

/** What has to be told of a new attempt to be paid. */
interface PaymentChoice {
  orderId: string;
  provider: PaymentProviderName;
  /** Left out, the provider's first. */
  method?: PaymentMethod | undefined;
  due: Money;
  now: Date;
}

/**
 * The row of a new attempt to be paid, ready to be written with its order, and until when the order waits for it before
 * it is confirmed: null for one that waits for nothing. @throws PAYMENT_UNAVAILABLE
 */
export function newPayment(
  ctx: ServiceContext,
  { provider, method, due, now, orderId }: PaymentChoice,
): { payment: PaymentRow; deadline: Date | null } {
  const terms = termsOf(ctx, { provider, method });
  const isCaptured = due.amount === 0 || terms.paid === "at_once";
  const isAsked = !isCaptured && gatewayOf(ctx, provider) !== undefined;
  if (isAsked && !isReachable(ctx, provider)) throw new AppError("PAYMENT_UNAVAILABLE");
  const payment: PaymentRow = {
    ...blankPayment({ orderId, ...due, now }),
    provider,
    method: terms.method,
    status: isCaptured ? "captured" : "pending",
    capture: isAsked ? ctx.paymentCapture : "automatic",
    capturedAmount: isCaptured ? due.amount : 0,
    checkAt: isAsked ? soonAfter(now) : null,
  };
  return { payment, deadline: isCaptured ? null : deadlineOf(ctx, terms, now) };
}

function deadlineOf(
  { paymentDeadline }: ServiceContext,
  { paid, deadline = paymentDeadline }: MethodTerms,
  now: Date,
): Date | null {
  return paid === "first" ? new Date(now.getTime() + deadline * 1000) : null;
}

/** An attempt that nothing has come of yet: a transfer, unless its caller says otherwise. */
export function blankPayment({
  orderId,
  amount,
  currency,
  now,
}: Money & { orderId: string; now: Date }): PaymentRow {
  return {
    id: newId("pay"),
    orderId,
    provider: "manual",
    method: "bank_transfer",
    originId: null,
    status: "pending",
    amount,
    capture: "automatic",
    reference: null,
    authorizedAmount: 0,
    capturedAmount: 0,
    refundedAmount: 0,
    disputedAmount: 0,
    currency,
    declineCode: null,
    holdReason: null,
    checkAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

export function presentPayment({
  id,
  provider,
  method,
  status,
  amount,
  currency,
  holdReason,
  declineCode,
}: PaymentRow): Payment {
  return { id, provider, method, status, amount: { amount, currency }, holdReason, declineCode };
}
