import type { OrderRow } from "./present-order.ts";

/** What stands for the buyer's address once their account is gone: nobody can be mailed at `.invalid` (RFC 2606), nor order with it. */
export const forgottenEmail = "deleted@invalid";

/** Whether nothing of the order tells any more who bought it. */
export function isForgotten({ email }: Pick<OrderRow, "email">): boolean {
  return email === forgottenEmail;
}
