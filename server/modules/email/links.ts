/** The pages that a storefront has for what mails ask of their readers. */
export type StorefrontPage = "verify-email" | "reset-password" | "join-staff" | "order";

/**
 * The storefront's page with what the mail carries in the fragment, which no server's log sees; undefined where no
 * storefront is known.
 */
export function linkTo(
  storefront: string | undefined,
  page: StorefrontPage,
  carried: Record<string, string>,
): string | undefined {
  return storefront && `${storefront}/${page}#${new URLSearchParams(carried)}`;
}
