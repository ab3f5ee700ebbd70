import type { Identity } from "../../../core/ports.ts";
import { normalizeEmail } from "../email.ts";
import { emailInput } from "../schema.ts";

/** As long as a customer may write it in their profile. */
const maxNameLength = 100;

/** The address that the provider knows to be the person's, as accounts are found by it. */
export function verifiedEmail({ email, emailVerified }: Identity): string | undefined {
  // Judged before it is normalized: some letters beyond ASCII have one of ASCII as their lower case.
  const { data } = emailInput.safeParse(email);
  return emailVerified && data !== undefined ? normalizeEmail(data) : undefined;
}

/** What a provider calls somebody, as far as it can be stored; null for nothing. */
export function tidyName(name: string | null): string | null {
  const printable = (name ?? "").replaceAll(/[\p{Cc}\p{Cs}]/gu, "").trim();
  return [...printable].slice(0, maxNameLength).join("") || null;
}
