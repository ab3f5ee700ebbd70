import { z } from "zod";
import type { Deps } from "../../deps.ts";
import type { ProcedureMeta } from "../../trpc/meta.ts";
import { procedures } from "../../trpc/root.ts";
import {
  answerSingleQuery,
  isPlainQuery,
  readSingleQuery,
  singleQueryHeaders,
} from "../../trpc/single-query.ts";
import type { Client } from "../client.ts";
import { securityHeaders } from "../headers.ts";
import { readTokens } from "../session-cookie.ts";
import { anonymousContext, handleTrpc, logProcedureFault, type TrpcAsked } from "../trpc.ts";
import type { KeptAnswer } from "./byte-cache.ts";
import type { CatalogueCache } from "./catalogue-cache.ts";

/**
 * A browser asks each time, which without a change costs it a 304, so that whoever has just edited a product sees it. A
 * cache on the way may answer for ten seconds by itself: no longer than a change may take to show in any case. One that
 * heeds `CDN-Cache-Control` (RFC 9213) may for some more, while it asks: that word, among the others, would also hold
 * for browsers.
 *
 * Its `Vary` leaves `accept` out, by which a cache would keep one answer for each way to say it. Who wants a stream
 * behind such a cache says so by `trpc-accept`, as tRPC's own link does.
 */
const cacheHeaders = {
  ...singleQueryHeaders,
  vary: "trpc-accept",
  ...securityHeaders, // said here at once, which costs less than to set them one by one
  "cache-control": "public, max-age=0, s-maxage=10",
  "cdn-cache-control": "max-age=10, stale-while-revalidate=30",
} as const;

/** The procedures whose answers are kept, by path. */
const policies = new Map(
  Object.entries(procedures).flatMap(([path, { _def }]) => {
    // Sound: every procedure is built on ours, whose metadata this is.
    const { cache } = _def.meta as Partial<ProcedureMeta>;
    return cache === undefined ? [] : [[path, cache] as const];
  }),
);

/** Answers a query; one of nobody in particular, for what everybody sees alike, from the cache where it can. */
export async function answerQuery(
  request: Request,
  asked: TrpcAsked,
  deps: Deps,
  cache: CatalogueCache,
): Promise<Response> {
  const { pathname, search } = asked.url;
  const policy = policies.get(pathname.slice("/trpc/".length));
  if (policy === undefined || !isPublic(request, deps)) return handleTrpc(request, asked, deps);

  const key = pathname + search;
  const refreshed = cache.refresh();
  if (refreshed) await refreshed;
  const kept = cache.get(key);
  if (kept) return present(kept, request);

  const query = readSingleQuery(request, asked.url);
  if (!query) return handleTrpc(request, asked, deps);
  const keep = cache.prepare(key);
  const ctx = anonymousContext(request, { ...asked, client: nobody }, deps);
  const known = { ctx, signal: request.signal };
  const { status, body, data } = await answerSingleQuery(query, known, (error) =>
    logProcedureFault(error, query.path, asked, deps),
  );
  if (status !== 200) return new Response(body, { status, headers: singleQueryHeaders });
  const productId = policy === "product" ? identified.parse(data).id : null;
  const isAscii = Buffer.byteLength(body) === body.length;
  const content = isAscii ? body : new TextEncoder().encode(body);
  const answer = { content, etag: `"${Bun.hash(body).toString(36)}"`, productId };
  keep(answer);
  return present(answer, request);
}

/** An answer for everybody is not made for who asks first; to ask the connection for them takes a moment, too. */
const nobody: Client = { address: null, origin: null };

const identified = z.object({ id: z.string() });

/** Whether nobody in particular asks, and for the usual form of an answer. */
function isPublic(request: Request, { secureCookies }: Deps): boolean {
  const { headers } = request;
  return (
    isPlainQuery(request) &&
    !headers.has("authorization") &&
    readTokens(headers, secureCookies).cookie === undefined
  );
}

function present({ content, etag }: Pick<KeptAnswer, "content" | "etag">, { headers }: Request): Response {
  const known = headers.get("if-none-match");
  if (known !== null && matches(known, etag)) {
    return new Response(null, { status: 304, headers: { ...cacheHeaders, etag } });
  }
  return new Response(content, { headers: { ...cacheHeaders, etag } });
}

/** Whether `If-None-Match` names it; a proxy that compresses answers makes their tags weak. */
function matches(known: string, etag: string): boolean {
  return known.split(",").some((each) => {
    const tag = each.trim().replace(/^W\//, "");
    return tag === etag || tag === "*";
  });
}
