import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type Deps, serviceContext } from "../deps.ts";
import { logFault } from "../infra/fault.ts";
import { actorOf, type Tokens } from "../trpc/actor.ts";
import type { RequestContext } from "../trpc/context.ts";
import { describeError, isFault } from "../trpc/error-map.ts";
import { appRouter, procedures } from "../trpc/root.ts";
import { answerSingleQuery, readSingleQuery, singleQueryHeaders } from "../trpc/single-query.ts";
import { openSubscription, readSubscription } from "../trpc/subscription.ts";
import type { CatalogueAsked } from "./answers/catalogue-sources.ts";
import type { Client } from "./client.ts";
import { streamEvents } from "./event-stream.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { retryHeadersOf } from "./retry-after.ts";
import { readTokens, sessionCookie } from "./session-cookie.ts";

/** More calls than this in one request are refused: each is work that one small request can ask for. */
export const maxBatchSize = 20;

/** What is known of a request to `/trpc/*` beside itself. */
export interface TrpcAsked {
  url: URL;
  requestId: string;
  client: Client;
  catalogue: CatalogueAsked;
  /** See `IdempotentRequest`. */
  onRepeat: () => void;
  /** What it says of who asks, where that is not its headers to say. */
  tokens?: Tokens;
}

/** Who asks for what everybody sees alike is not looked up: the catalogue is there also while the accounts are not. */
export const ofNobody = (asked: TrpcAsked): TrpcAsked => ({
  ...asked,
  tokens: { bearer: undefined, cookie: undefined },
});

/** Answers a request to `/trpc/*`; its limits and its origin have been checked. */
export async function handleTrpc(request: Request, asked: TrpcAsked, deps: Deps): Promise<Response> {
  const { context, cookieHeaders } = await openContext(request, asked, deps);

  const subscription = readSubscription(request, asked.url);
  if (subscription) {
    const events = await openSubscription(subscription, context, noting(subscription.path, context, deps));
    return streamEvents(events, cookieHeaders() ?? {});
  }
  const query = readSingleQuery(request, asked.url);
  if (query) {
    const { status, body } = await answerSingleQuery(query, context, (error) =>
      noteFailure(error, query.path, asked, deps),
    );
    return new Response(body, { status, headers: { ...singleQueryHeaders, ...cookieHeaders() } });
  }
  const response = await fetchRequestHandler({
    endpoint: "/trpc",
    req: withAddress(request, asked.url),
    router: appRouter,
    maxBatchSize,
    createContext: () => context,
    responseMeta({ errors }) {
      return { headers: new Headers({ ...cookieHeaders(), ...retryHeadersOf(errors) }) };
    },
    onError: ({ error, path }) => noteFailure(error, path, asked, deps),
  });
  return request.method === "POST" && isStreamed(response) ? madeWhole(response, cookieHeaders) : response;
}

const isStreamed = ({ headers }: Response) => headers.has("transfer-encoding");

/** Of what changes something the headers tell as well, a cookie among them: they wait for the last of its answers. */
async function madeWhole(response: Response, cookieHeaders: () => Record<string, string> | undefined) {
  const headers = new Headers(response.headers);
  headers.delete("transfer-encoding");
  const body = await response.arrayBuffer();
  for (const [name, value] of Object.entries(cookieHeaders() ?? {})) headers.set(name, value);
  return new Response(body, { status: response.status, headers });
}

/** What a procedure gets that a request asks for, and the headers that it may have been told to answer with. */
export async function openContext(
  request: Request,
  asked: Omit<TrpcAsked, "url">,
  deps: Deps,
): Promise<{ context: RequestContext; cookieHeaders: () => { "set-cookie": string } | undefined }> {
  const { headers } = request;
  const { secureCookies } = deps;
  const { tokens = readTokens(headers, secureCookies) } = asked;
  let kept: string | null | undefined; // what the browser is to keep from now on
  const ctx = anonymousContext(request, asked, deps);
  const found = await actorOf(ctx, tokens).catch((cause: unknown) => ({ cause }));
  if ("actor" in found && found.renewed) kept = tokens.cookie;
  const context: RequestContext = {
    ...ctx,
    ...("cause" in found ? { actorFault: found } : { actor: found.actor }),
    idempotencyKey: request.method === "POST" ? readIdempotencyKey(headers) : undefined,
    setSessionCookie: (token) => {
      kept = token;
    },
  };
  const cookieHeaders = () =>
    kept === undefined ? undefined : { "set-cookie": sessionCookie(kept, secureCookies) };
  return { context, cookieHeaders };
}

/** By itself, so that what is kept as long as a stream is open holds nothing else of its request. */
function noting(path: string, { requestId }: RequestContext, { logger, metrics }: Deps) {
  return (error: TRPCError) => noteFailure(error, path, { requestId }, { logger, metrics });
}

const ignore = () => {};

/** What a procedure gets when nobody in particular asks. */
export function anonymousContext(
  { headers }: Request,
  { requestId, client, catalogue, onRepeat }: Omit<TrpcAsked, "url">,
  deps: Deps,
): RequestContext {
  return {
    ...serviceContext(deps),
    source: { address: client.address, device: deviceOf(headers) },
    requestId,
    catalogueDb: async () => (await catalogue.source()).db,
    onRepeat,
    actorFault: undefined,
    orderFeed: deps.orderFeed,
    invoicing: deps.invoicing,
    metrics: deps.metrics,
    tracer: deps.tracer,
    staffNeedSecondFactor: deps.staffNeedSecondFactor,
    idempotencyKey: undefined,
    setSessionCookie: ignore,
  };
}

/** Counts a call that was refused or failed, under a name of ours alone, and logs what nobody foresaw. */
export function noteFailure(
  error: TRPCError,
  procedure: string | undefined,
  { requestId }: Pick<TrpcAsked, "requestId">,
  { logger, metrics }: Pick<Deps, "logger" | "metrics">,
): void {
  const known = procedure !== undefined && Object.hasOwn(procedures, procedure);
  metrics?.procedureFailed(known ? procedure : "unknown", describeError(error, requestId).code);
  if (isFault(error)) logFault(logger, { requestId, procedure }, error);
}

/** What the program says of itself, as much of it as a list of devices shows. */
export function deviceOf(headers: Headers): string {
  return headers.get("user-agent")?.slice(0, 200) ?? "";
}

/** tRPC needs an address that is whole. */
function withAddress(request: Request, url: URL): Request {
  return URL.canParse(request.url) ? request : new Request(url.href, request);
}
