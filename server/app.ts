import { AppError } from "./core/errors.ts";
import { type Deps, serviceContext } from "./deps.ts";
import { answerQuery } from "./http/answers/answer-query.ts";
import { CatalogueCache } from "./http/answers/catalogue-cache.ts";
import { withJsonBody } from "./http/body.ts";
import { type Client, clientOf, isUntrustedProxy, type Peer } from "./http/client.ts";
import { failureResponse } from "./http/failure.ts";
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
import { readChanges } from "./modules/catalog/read-changes.ts";

/** In characters: longer than any batch of queries the client package makes. */
const maxUrlLength = 16 * 1024;

/** `peer` is the network address at the other end of the connection, where it is known, or how to learn it. */
export type App = (request: Request, peer?: string | Peer) => Promise<Response>;

/** What is known of a request beside itself. */
interface Asked {
  url: URL;
  requestId: string;
  client: Client;
  catalogue: CatalogueCache;
}

/** The whole shop as a function of requests: the server runs it, tests call it. */
export function createApp(deps: Deps): App {
  let warned = false;
  const catalogue = newCatalogueCache(deps);
  const trusted = deps.trustedProxies.rules.length > 0 ? deps.trustedProxies : undefined;
  return async (request, from) => {
    const peer = typeof from === "function" ? from : () => from;
    const started = performance.now();
    const requestId = requestIdOf(request.headers);
    const url = URL.parse(request.url, "http://localhost"); // HTTP/1.0 may leave the host out
    const client = clientOf(request, url, peer, trusted);
    if (!warned && isUntrustedProxy(request, peer, trusted)) {
      warned = true; // once: anyone can send the header
      deps.logger.warn(
        { peer: peer() },
        "X-Forwarded-For is not believed: is TRUSTED_PROXIES missing this peer?",
      );
    }
    const response = await answer(request, { url, requestId, client, catalogue }, deps);

    const { headers, status } = response;
    deps.metrics?.requestAnswered(status);
    headers.set("x-request-id", requestId);
    if (deps.draining.signal.aborted) headers.set("connection", "close"); // the next request goes to another server
    addSecurityHeaders(headers, deps.https || client.origin?.startsWith("https:") === true);
    if (url) addCorsHeaders(headers, request, client.origin, deps);
    const milliseconds = Math.round((performance.now() - started) * 1000) / 1000;
    // The path alone: what follows it may hold the id of a cart.
    deps.logger.info(
      { requestId, method: request.method, path: url?.pathname, status, milliseconds },
      "request",
    );
    return response;
  };
}

type Received = Omit<Asked, "url"> & { url: URL | null };

async function answer(request: Request, { url, ...known }: Received, deps: Deps): Promise<Response> {
  const { requestId } = known;
  try {
    if (!url) throw badRequest(400, "Host", "The address makes no sense");
    if (request.url.length > maxUrlLength) throw badRequest(414, "", "The URL is too long");
    if (request.method === "OPTIONS") return preflightResponse();
    if (request.method !== "GET" && request.method !== "HEAD")
      assertSameSite(request, known.client.origin, deps);
    return await route(request, { url, ...known }, deps);
  } catch (error) {
    return failureResponse(error, requestId, deps.logger);
  }
}

async function route(request: Request, { url, ...known }: Asked, deps: Deps): Promise<Response> {
  const { method } = request;
  const { pathname } = url;
  if (pathname.startsWith("/trpc/")) {
    if (method !== "POST") return answerQuery(request, { url, ...known }, deps, known.catalogue);
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

/** What whoever asks knows the shop by. */
function originOf(client: Client, url: URL, { publicUrl }: Deps): string {
  return publicUrl ?? client.origin ?? url.origin;
}

function newCatalogueCache(deps: Deps): CatalogueCache {
  const context = serviceContext(deps);
  const { clock, database } = deps;
  return new CatalogueCache({
    clock,
    commits: () => database.commits(),
    readChanges: (since) => readChanges(context, since),
  });
}
