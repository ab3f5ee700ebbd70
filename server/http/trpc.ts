import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type Deps, serviceContext } from "../deps.ts";
import { logFault } from "../infra/fault.ts";
import { actorOf } from "../trpc/actor.ts";
import type { RequestContext } from "../trpc/context.ts";
import { appRouter } from "../trpc/root.ts";
import type { Client } from "./client.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { retryAfterOf } from "./retry-after.ts";
import { readTokens, sessionCookie } from "./session-cookie.ts";

/** More calls than this in one request are refused: each is work that one small request can ask for. */
const maxBatchSize = 20;

/** Answers a request to `/trpc/*`; its limits and its origin have been checked. */
export async function handleTrpc(
  request: Request,
  { requestId, client }: { requestId: string; client: Client },
  deps: Deps,
): Promise<Response> {
  const { headers } = request;
  const { secureCookies, logger } = deps;
  const tokens = readTokens(headers, secureCookies);
  let kept: string | null | undefined; // what the browser is to keep from now on
  const ctx = { ...serviceContext(deps), source: { address: client.address, device: deviceOf(headers) } };
  const { actor, renewed } = await actorOf(ctx, tokens);
  if (renewed) kept = tokens.cookie;
  const context: RequestContext = {
    ...ctx,
    actor,
    requestId,
    staffNeedSecondFactor: deps.staffNeedSecondFactor,
    idempotencyKey: request.method === "POST" ? readIdempotencyKey(headers) : undefined,
    setSessionCookie: (token) => {
      kept = token;
    },
  };
  return fetchRequestHandler({
    endpoint: "/trpc",
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: () => context,
    responseMeta({ errors }) {
      const answered = new Headers();
      if (kept !== undefined) answered.set("set-cookie", sessionCookie(kept, secureCookies));
      const retryAfter = retryAfterOf(errors);
      if (retryAfter !== undefined) answered.set("retry-after", String(retryAfter));
      return { headers: answered };
    },
    onError({ error, path }) {
      if (error.code === "INTERNAL_SERVER_ERROR") logFault(logger, { requestId, procedure: path }, error);
    },
  });
}

/** What the program says of itself, as much of it as a list of devices shows. */
export function deviceOf(headers: Headers): string {
  return headers.get("user-agent")?.slice(0, 200) ?? "";
}
