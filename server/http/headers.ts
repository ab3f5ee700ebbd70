/** What every answer carries; a page that needs more of the content policy sets its own. */
export const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "cross-origin",
};

const securityEntries = Object.entries(securityHeaders);

/**
 * For two years a browser that came over https comes back by nothing else. The hosts below this one are left out: what
 * runs there is not the shop's to decide, and a browser forgets only when the time is up.
 */
const httpsOnly = "max-age=63072000";

export function addSecurityHeaders(headers: Headers, https: boolean): void {
  if (https) headers.set("strict-transport-security", httpsOnly);
  for (const [name, value] of securityEntries) {
    if (!headers.has(name)) headers.set(name, value);
  }
}
