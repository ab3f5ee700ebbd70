import { singleQueryHeaders } from "../../trpc/single-query.ts";
import { consistencyHeader } from "../consistency-token.ts";
import { securityHeaders } from "../headers.ts";
import type { Answer } from "./byte-cache.ts";

/**
 * A browser asks each time, which without a change costs it a 304, so that whoever has just edited a product sees it. A
 * cache on the way may answer for ten seconds by itself: no longer than a change may take to show in any case. One that
 * heeds `CDN-Cache-Control` (RFC 9213) may for some more, while it asks: that word, among the others, would also hold
 * for browsers.
 *
 * Its `Vary` leaves `accept` out, by which a cache would keep one answer for each way to say it. Who wants a stream
 * behind such a cache says so by `trpc-accept`, as tRPC's own link does. Who has changed the catalogue is not given what
 * was kept for others before.
 */
const cacheHeaders = new Headers({
  ...singleQueryHeaders,
  vary: `trpc-accept, ${consistencyHeader}`,
  ...securityHeaders, // said here at once, which costs less than to set them one by one
  "cache-control": "public, max-age=0, s-maxage=10",
  "cdn-cache-control": "max-age=10, stale-while-revalidate=30",
});

export function presentAnswer({ content, etag }: Answer, request: Request): Response {
  return isKnown(etag, request) ? unchanged(etag) : changed(content, etag);
}

/** Several in one, as tRPC answers a batch. */
export function presentAnswers(answers: readonly Answer[], request: Request): Response {
  const etag = etagOf(answers.map((answer) => answer.etag).join());
  if (isKnown(etag, request)) return unchanged(etag);
  const parts = answers.flatMap(({ content }, index) => [index === 0 ? "[" : ",", content]);
  return changed(new Blob([...parts, "]"]), etag);
}

export const etagOf = (text: string): string => `"${Bun.hash(text).toString(36)}"`;

const changed = (content: Answer["content"] | Blob, etag: string) =>
  tagged(new Response(content, asIs), etag);

const unchanged = (etag: string) => tagged(new Response(null, { ...asIs, status: 304 }), etag);

/** What was read as headers once is copied at a third of what it costs to read it. */
const asIs = { headers: cacheHeaders };

function tagged(response: Response, etag: string): Response {
  response.headers.set("etag", etag);
  return response;
}

/** Whether `If-None-Match` names it; a proxy that compresses answers makes their tags weak. */
function isKnown(etag: string, { headers }: Request): boolean {
  const known = headers.get("if-none-match");
  if (known === null) return false;
  return known.split(",").some((each) => {
    const tag = each.trim().replace(/^W\//, "");
    return tag === etag || tag === "*";
  });
}
