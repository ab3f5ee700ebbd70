import { type Actor, signedInAs } from "../../core/context.ts";
import type { CartRecord } from "./statements.ts";

/**
 * Whether the cart is the actor's to use: a customer's is theirs alone, a guest's whoever's knows its id. Nobody's is one
 * that was ordered and has no e-mail address: it was of an account that is gone.
 */
export function ownsCart(
  actor: Actor,
  { customerId, status, email }: Pick<CartRecord, "customerId" | "status" | "email">,
): boolean {
  if (customerId !== null) return signedInAs(actor)?.customerId === customerId;
  return status === "open" || email !== null;
}
