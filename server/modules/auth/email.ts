/** An address as accounts are found by: mailboxes that differ in case alone are one in practice. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
