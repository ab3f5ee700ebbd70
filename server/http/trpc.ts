import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type Deps, serviceContext } from "../deps.ts";
import { logFault } from "../infra/fault.ts";
import type { RequestContext } from "../trpc/context.ts";
import { appRouter } from "../trpc/root.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";

/** More calls than this in one request are refused: each is work that one small request can ask for. */
const maxBatchSize = 20;

/** Answers a request to `/trpc/*`; its limits and its origin have been checked. */
export async function handleTrpc(request: Request, requestId: string, deps: Deps): Promise<Response> {
  const context: RequestContext = {
    ...serviceContext(deps),
    requestId,
    idempotencyKey: request.method === "POST" ? readIdempotencyKey(request.headers) : undefined,
  };
  return fetchRequestHandler({
    endpoint: "/trpc",
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: () => context,
    onError({ error, path }) {
      if (error.code === "INTERNAL_SERVER_ERROR")
        logFault(deps.logger, { requestId, procedure: path }, error);
    },
  });
}
