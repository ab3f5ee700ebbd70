import { isAllowedOrigin, type OriginPolicy } from "./origin.ts";

/** In characters: a cookie holds it. */
const maxLength = 1_500;

/** What browsers read in other ways than it looks: spaces, what is not printed, and backslashes, which they take for slashes. */
const treacherous = /[\s\p{C}\\]/u;

/**
 * The page that a customer comes back to: an absolute address whose origin may call, or a path on the shop's own
 * origin. Undefined for anything else, so that no link that begins at the shop ends at a stranger's.
 */
export function readReturnTo(text: string, own: string, policy: OriginPolicy): URL | undefined {
  if (treacherous.test(text)) return undefined;
  const url = /^\/(?!\/)/.test(text) ? URL.parse(text, own) : parseAbsolute(text);
  if (!url || url.username || url.password || url.href.length > maxLength) return undefined;
  if (url.origin !== own && !isAllowedOrigin(url.origin, own, policy)) return undefined;
  if (url.searchParams.has("error")) url.searchParams.delete("error"); // of an earlier attempt
  return url;
}

const parseAbsolute = (text: string) => (/^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null);
