import { normalizeEmail } from "../auth/email.ts";

/** Who buys, as far as that is known. */
export interface KnownBuyer {
  customerId: string | null;
  email: string | null;
}

/**
 * What promotions count a buyer's uses by: the customer's id or, for a guest, a hash of their address, so that no table
 * of promotions holds one. Null while nobody is known.
 */
export function buyerKey(buyer: KnownBuyer & { email: string }): string;
export function buyerKey(buyer: KnownBuyer): string | null;
export function buyerKey({ customerId, email }: KnownBuyer): string | null {
  if (customerId !== null || email === null) return customerId;
  const hash = new Bun.CryptoHasher("sha256").update(normalizeEmail(email)).digest("base64url");
  return `guest_${hash}`;
}
