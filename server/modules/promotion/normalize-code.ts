/** A coupon code as it is stored, however it was typed: without spaces around it, in capitals (Unicode NFKC). */
export function normalizeCode(typed: string): string {
  // Once more at the end: some capitals come apart into a letter and its mark.
  return typed.normalize("NFKC").toUpperCase().normalize("NFKC").trim();
}
