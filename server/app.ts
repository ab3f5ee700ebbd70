import { AppError } from "./core/errors.ts";
import type { Deps } from "./deps.ts";
import { answerQuery } from "./http/answers/answer-query.ts";
import { type CatalogueAsked, CatalogueSources } from "./http/answers/catalogue-sources.ts";
import { withJsonBody } from "./http/body.ts";
import { type Client, clientOf, isUntrustedProxy, type Peer } from "./http/client.ts";
import { readConsistencyToken, withConsistencyToken } from "./http/consistency-token.ts";
import { failureResponse } from "./http/failure.ts";
import { replayOf, wayOf } from "./http/fly-replay.ts";
import { addSecurityHeaders } from "./http/headers.ts";
import { healthz, readyz } from "./http/health.ts";
import { orderOfInvoice, serveInvoice } from "./http/invoices.ts";
import { jwks } from "./http/jwks.ts";
import { serveMedia } from "./http/media.ts";
import { serveMetrics } from "./http/metrics.ts";
import { handleOAuth } from "./http/oauth.ts";
import { addCorsHeaders, assertSameSite, preflightResponse } from "./http/origin.ts";
import { badRequest, Refusal } from "./http/refusal.ts";
import { requestIdOf } from "./http/request-id.ts";
import { handleRest } from "./http/rest/answer.ts";
import { docsFile, docsPage } from "./http/rest/docs.ts";
import { openApi } from "./http/rest/openapi-file.ts";
import { handleTrpc } from "./http/trpc.ts";
import { takeImage } from "./http/uploads.ts";
import { takeNotice } from "./http/webhooks.ts";
import { welcomePage } from "./http/welcome.ts";

/** In characters: longer than any batch of queries the client package makes. */
const maxUrlLength = 16 * 1024;

/** `peer` is the network address at the other end of the connection, where it is known, or how to learn it. */
export type App = (request: Request, peer?: string | Peer) => Promise<Response>;

/** What is known of a request beside itself. */
interface Asked {
  url: URL;
  requestId: string;
  client: Client;
  catalogue: CatalogueAsked;
  /** See `IdempotentRequest`. */
  onRepeat: () => void;
}

/** The whole shop as a function of requests: the server runs it, tests call it. */
export function createApp(deps: Deps): App {
  let warned = false;
  const sources = new CatalogueSources(deps);
  deps.database.followCatalogue();
  const trusted = deps.trustedProxies;
  const proxies = trusted.rules.length > 0 ? { trusted, onFly: deps.fly !== undefined } : undefined;
  return async (request, from) => {
    const peer = typeof from === "function" ? from : () => from;
    const started = performance.now();
    const requestId = requestIdOf(request.headers);
    const url = URL.parse(request.url, "http://localhost"); // HTTP/1.0 may leave the host out
    const replay = deps.fly && url && replayOf(request, url.pathname, requestId, deps.fly);
    if (replay) {
      deps.logger.info({ requestId, method: request.method, path: url.pathname }, "replayed");
      return replay;
    }
    const client = clientOf(request, url, peer, proxies);
    if (!warned && isUntrustedProxy(request, peer, proxies)) {
      warned = true; // once: anyone can send the header
      deps.logger.warn(
        { peer: peer() },
        "X-Forwarded-For is not believed: is TRUSTED_PROXIES missing this peer?",
      );
    }
    const catalogue = sources.ask(readConsistencyToken(request.headers));
    const response = await answer(request, { url, requestId, client, catalogue }, deps);

    const { headers, status } = response;
    deps.metrics?.requestAnswered(status);
    headers.set("x-request-id", requestId);
    if (deps.draining.signal.aborted) headers.set("connection", "close"); // the next request goes to another server
    addSecurityHeaders(headers, deps.https || client.origin?.startsWith("https:") === true);
    if (url) addCorsHeaders(headers, request, client.origin, deps);
    const milliseconds = Math.round((performance.now() - started) * 1000) / 1000;
    // The path alone: what follows it may hold the id of a cart.
    const way = deps.fly && wayOf(request.headers);
    deps.logger.info(
      { requestId, method: request.method, path: url?.pathname, status, milliseconds, ...way },
      "request",
    );
    return response;
  };
}

type Received = Omit<Asked, "url" | "onRepeat"> & { url: URL | null };

async function answer(request: Request, { url, ...known }: Received, deps: Deps): Promise<Response> {
  const { requestId } = known;
  try {
    if (!url) throw badRequest(400, "Host", "The address makes no sense");
    if (request.url.length > maxUrlLength) throw badRequest(414, "", "The URL is too long");
    if (request.method === "OPTIONS") return preflightResponse();
    if (request.method === "GET" || request.method === "HEAD") {
      return await route(request, { url, ...known, onRepeat: ignore }, deps);
    }
    assertSameSite(request, known.client.origin, deps);
    const asked = { url, ...known };
    return await withConsistencyToken(deps.database, (onRepeat) =>
      route(request, { ...asked, onRepeat }, deps),
    );
  } catch (error) {
    return failureResponse(error, requestId, deps.logger);
  }
}

async function route(request: Request, { url, ...known }: Asked, deps: Deps): Promise<Response> {
  const { method } = request;
  const { pathname } = url;
  if (pathname.startsWith("/trpc/")) {
    if (method !== "POST") return answerQuery(request, { url, ...known }, deps);
    return handleTrpc(await withJsonBody(request, url), { url, ...known }, deps);
  }
  if (pathname.startsWith("/api/")) return handleRest(request, { url, ...known }, deps);
  if (method === "GET" && pathname.startsWith("/auth/oauth/")) {
    return handleOAuth(request, { url, ...known }, deps);
  }
  if (method === "POST" && pathname.startsWith("/webhooks/")) {
    return takeNotice(request, pathname.slice("/webhooks/".length), deps);
  }
  if (method === "POST" && pathname === "/uploads/images") return takeImage(request, { url, ...known }, deps);
  if (method === "GET" || method === "HEAD") {
    if (pathname.startsWith("/media/")) return serveMedia(request, pathname.slice("/media/".length), deps);
    const orderId = orderOfInvoice(pathname);
    if (orderId !== undefined) return serveInvoice(request, orderId, { url, ...known }, deps);
    if (pathname === "/") return welcomePage(originOf(known.client, url, deps));
    if (pathname === "/openapi.json") return openApi(originOf(known.client, url, deps), deps);
    if (pathname === "/docs") return docsPage();
    if (pathname.startsWith("/docs/")) return docsFile(pathname.slice("/docs/".length));
    if (pathname === "/healthz") return healthz();
    if (pathname === "/readyz") return readyz(deps);
    if (pathname === "/metrics") return serveMetrics(request, deps);
    if (pathname === "/.well-known/jwks.json") return jwks(deps);
  }
  throw new Refusal(404, new AppError("NOT_FOUND"));
}

/** Where it is, as a closure it would hold the whole request, for as long as an answer to it is streamed. */
const ignore = () => {};

/** What whoever asks knows the shop by. */
function originOf(client: Client, url: URL, { publicUrl }: Deps): string {
  return publicUrl ?? client.origin ?? url.origin;
}
