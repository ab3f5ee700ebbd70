import type { PaymentMethod } from "../../../../db/enums.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { NewAttempt } from "../../../core/payment-port.ts";
import { linkTo } from "../../email/links.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import type { OrderRow } from "../present-order.ts";

type Attempted = Pick<OrderRow, "number" | "email">;

/** An attempt as its provider is to know it: the same whenever it is asked. */
export function newAttempt(
  { storefrontUrl }: ServiceContext,
  { number: orderNumber, email }: Attempted,
  { id, orderId, method, amount, currency, capture }: PaymentRow & { method: PaymentMethod },
): NewAttempt {
  return {
    id,
    orderId,
    orderNumber,
    method,
    due: { amount, currency },
    capture,
    email,
    // No key to the order goes with it: whoever was sent away keeps theirs.
    returnUrl: linkTo(storefrontUrl, "order", { id: orderId }),
  };
}
