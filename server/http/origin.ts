import { AppError } from "../core/errors.ts";
import { consistencyHeader } from "./consistency-token.ts";
import { Refusal } from "./refusal.ts";

export interface OriginPolicy {
  publicUrl: string | undefined;
  /** Undefined: any page of this machine. */
  corsOrigins: string[] | undefined;
}

const localPage = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a page of that origin may call the shop, which a browser knows by its `own`, from that browser. */
export function isAllowedOrigin(origin: string, own: string | null, policy: OriginPolicy): boolean {
  if (origin === (policy.publicUrl ?? own)) return true;
  return policy.corsOrigins ? policy.corsOrigins.includes(origin) : localPage.test(origin);
}

/**
 * Refuses what another site's page sends without being allowed to (cross-site request forgery). A browser names the
 * page's origin on every such request; a program that is no browser names none and carries nobody's cookies.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function assertSameSite(request: Request, own: string | null, policy: OriginPolicy): void {
  const origin = request.headers.get("origin");
  if (origin !== null) {
    if (isAllowedOrigin(origin, own, policy)) return;
    throw new Refusal(403, new AppError("FORBIDDEN"));
  }
  if (request.headers.get("sec-fetch-site") === "cross-site") {
    throw new Refusal(403, new AppError("FORBIDDEN"));
  }
}

/**
 * Lets an allowed page read the answer, by its own name also where anybody may have the answer: a page that sends
 * cookies, of which it may have none yet, is refused a `*` by its browser. So a cache on the way has to heed
 * `Vary: origin`; one that does not must take these headers off and set its own.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#credentialed_requests_and_wildcards
 */
export function addCorsHeaders(
  headers: Headers,
  request: Request,
  own: string | null,
  policy: OriginPolicy,
): void {
  headers.append("vary", "origin");
  const origin = request.headers.get("origin");
  if (origin === null || !isAllowedOrigin(origin, own, policy)) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-credentials", "true");
  headers.set("access-control-expose-headers", `x-request-id, retry-after, ${consistencyHeader}`);
}

/** The answer to a browser that asks beforehand; it grants nothing unless `addCorsHeaders` does. */
export function preflightResponse(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": `content-type, authorization, idempotency-key, last-event-id, trpc-accept, x-request-id, ${consistencyHeader}`,
      "access-control-max-age": "7200",
    },
  });
}
