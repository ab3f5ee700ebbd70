import { z } from "zod";
import type { Deps } from "../../deps.ts";
import type { ProcedureMeta } from "../../trpc/meta.ts";
import { procedures } from "../../trpc/root.ts";
import {
  answerSingleQuery,
  isPlainQuery,
  readBatch,
  readSingleQuery,
  type SingleQuery,
  singleQueryHeaders,
} from "../../trpc/single-query.ts";
import type { Client } from "../client.ts";
import { readTokens } from "../session-cookie.ts";
import {
  anonymousContext,
  handleTrpc,
  maxBatchSize,
  noteFailure,
  ofNobody,
  type TrpcAsked,
} from "../trpc.ts";
import type { Answer, KeptAnswer } from "./byte-cache.ts";
import type { CatalogueCache } from "./catalogue-cache.ts";
import { etagOf, presentAnswer, presentAnswers } from "./present-answer.ts";

/** The procedures whose answers are kept, by path. */
const policies = new Map(
  Object.entries(procedures).flatMap(([path, { _def }]) => {
    // Sound: every procedure is built on ours, whose metadata this is.
    const { cache } = _def.meta as Partial<ProcedureMeta>;
    return cache === undefined ? [] : [[path, cache] as const];
  }),
);

interface Asking {
  request: Request;
  asked: TrpcAsked;
  deps: Deps;
  cache: CatalogueCache;
  started: number;
}

/** Answers a query or several; of nobody in particular, for what everybody sees alike, from the cache where it can. */
export async function answerQuery(request: Request, asked: TrpcAsked, deps: Deps): Promise<Response> {
  const started = performance.now();
  const paths = asked.url.pathname.slice("/trpc/".length).split(",");
  if (!paths.every((path) => policies.has(path))) return handleTrpc(request, asked, deps);
  const answered = isPublic(request, deps)
    ? await answerPublic(paths, { request, asked, deps, started })
    : undefined;
  return answered ?? handleTrpc(request, ofNobody(asked), deps);
}

/** Undefined for what is left to tRPC. */
async function answerPublic(
  paths: readonly string[],
  given: Omit<Asking, "cache">,
): Promise<Response | undefined> {
  const { position, source } = given.asked.catalogue;
  const found = source();
  const { cache } = found instanceof Promise ? await found : found;
  const refreshed = cache.refresh(position);
  if (refreshed) await refreshed;
  const asking = { ...given, cache };
  const [path, second] = paths;
  if (path !== undefined && second === undefined) return answerOne(path, asking);
  return paths.length <= maxBatchSize ? answerBatch(asking) : undefined;
}

async function answerOne(path: string, asking: Asking): Promise<Response | undefined> {
  const { request, asked } = asking;
  const key = asked.url.pathname + asked.url.search;
  const kept = lookUp(key, path, asking);
  if (kept) return presentAnswer(kept, request);
  const query = readSingleQuery(request, asked.url);
  if (!query) return undefined;
  const made = await makeAnswer(key, query, asking);
  if ("etag" in made) return presentAnswer(made, request);
  return new Response(made.body, { status: made.status, headers: singleQueryHeaders });
}

/** Each query of a batch is kept by itself: what all pages of a shop ask for is there for each of them. */
async function answerBatch(asking: Asking): Promise<Response | undefined> {
  const { request, asked } = asking;
  const queries = readBatch(request, asked.url);
  if (!queries) return undefined;
  const made = await Promise.all(
    queries.map(({ key, query }) => lookUp(key, query.path, asking) ?? makeAnswer(key, query, asking)),
  );
  const answers = made.filter((each) => "etag" in each);
  // How refusals are told beside answers is for tRPC to say.
  return answers.length === made.length ? presentAnswers(answers, request) : undefined;
}

/** An answer that is kept counts as a call of its procedure. */
function lookUp(
  key: string,
  path: string,
  { cache, deps: { metrics }, started }: Asking,
): KeptAnswer | undefined {
  const kept = cache.get(key);
  metrics?.catalogueLookedUp(kept !== undefined);
  if (kept) metrics?.procedureCalled(path, performance.now() - started);
  return kept;
}

interface Refusal {
  status: number;
  body: string;
}

async function makeAnswer(
  key: string,
  query: SingleQuery,
  { request, asked, deps, cache }: Asking,
): Promise<Answer | Refusal> {
  const keep = cache.prepare(key);
  const ctx = anonymousContext(request, { ...asked, client: nobody }, deps);
  const { status, body, data } = await answerSingleQuery(query, ctx, (error) =>
    noteFailure(error, query.path, asked, deps),
  );
  if (status !== 200) return { status, body };
  const productId = policies.get(query.path) === "product" ? identified.parse(data).id : null;
  const isAscii = Buffer.byteLength(body) === body.length;
  const content = isAscii ? body : new TextEncoder().encode(body);
  const answer = { content, etag: etagOf(body), productId };
  keep(answer);
  return answer;
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
