import { type PaymentMethod, type PaymentProviderName, paymentMethods } from "../../../db/enums.ts";
import type { payments } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import { manualMethods } from "./manual.ts";
import type { Payment, PaymentProvider } from "./schema.ts";

export type PaymentRow = typeof payments.$inferSelect;

/** The ways to pay that this deployment offers, by provider. */
export function listProviders({ paymentMethods: offered }: ServiceContext): PaymentProvider[] {
  const methods = paymentMethods
    .filter((method) => offered.has(method))
    .map((method) => ({ method, name: manualMethods[method].name }));
  return methods.length > 0 ? [{ provider: "manual", methods }] : [];
}

/** The row of a new attempt to be paid, ready to be written with its order. @throws PAYMENT_UNAVAILABLE */
export function newPayment(
  { paymentMethods: offered }: ServiceContext,
  {
    orderId,
    provider,
    method,
    due,
    now,
  }: {
    orderId: string;
    provider: PaymentProviderName;
    method: PaymentMethod;
    due: Money;
    now: Date;
  },
): PaymentRow {
  if (!offered.has(method)) throw new AppError("PAYMENT_UNAVAILABLE");
  const { amount, currency } = due;
  const status = amount === 0 || manualMethods[method].paid === "at_once" ? "captured" : "pending";
  return {
    id: newId("pay"),
    orderId,
    provider,
    method,
    status,
    amount,
    capturedAmount: status === "captured" ? amount : 0,
    refundedAmount: 0,
    currency,
    createdAt: now,
    updatedAt: now,
  };
}

/** Until when an order waits for its new payment before it is confirmed; null for one that waits for nothing. */
export function paymentDeadline(
  { paymentDeadline: fallback }: ServiceContext,
  { status, method, createdAt }: PaymentRow,
): Date | null {
  const { paid, deadline = fallback } = manualMethods[method];
  if (status === "captured" || paid !== "first") return null;
  return new Date(createdAt.getTime() + deadline * 1000);
}

export function presentPayment({ id, provider, method, status, amount, currency }: PaymentRow): Payment {
  return { id, provider, method, status, amount: { amount, currency } };
}
