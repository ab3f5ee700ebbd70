import { createTRPCUntypedClient, type getFetch, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import superjson from "superjson";
import { withDeadline } from "./deadline.ts";
import type { ClientOptions, MutationOptions } from "./options.ts";
import { toShopError } from "./refusal.ts";
import { createTransport } from "./transport.ts";

export type Kind = "query" | "mutation";

export interface Call extends MutationOptions {
  kind: Kind;
  path: string;
  input: unknown;
}

/** Calls a procedure by its path. @throws ShopError, or the reason of the signal that ended the call */
export type Caller = (call: Call) => Promise<unknown>;

/** What the server takes in one request. */
const maxBatchItems = 20;
/** Well under the 8 KB at which proxies commonly refuse a request's first line. */
const maxUrlLength = 6_000;

export function createCaller({
  url,
  fetch = (url, init) => globalThis.fetch(url, init),
  headers = {},
  timeoutMs = 30_000,
  retries = 2,
}: ClientOptions): Caller {
  const readHeaders = async () => (typeof headers === "function" ? headers() : headers);
  const send = createTransport(fetch, retries);
  const transport: ReturnType<typeof getFetch> = (url, init) =>
    send(String(url), { ...init, signal: init?.signal ?? null });
  const link = {
    url: `${url.replace(/\/+$/, "")}/trpc`,
    transformer: superjson,
    fetch: transport,
  };
  const client = createTRPCUntypedClient({
    links: [
      splitLink({
        condition: ({ type }) => type === "mutation",
        // Alone in its request: the key in the header is that of one mutation.
        true: httpLink({
          ...link,
          headers: async ({ op }) => ({
            ...(await readHeaders()),
            "idempotency-key": String(op.context["idempotencyKey"]),
          }),
        }),
        false: httpBatchLink({
          ...link,
          headers: readHeaders,
          maxItems: maxBatchItems,
          maxURLLength: maxUrlLength,
        }),
      }),
    ],
  });

  return async ({ kind, path, input, signal, idempotencyKey = newIdempotencyKey() }) => {
    try {
      return await withDeadline({ path, timeoutMs, signal }, (signal) =>
        client[kind](path, input, { signal, context: { idempotencyKey } }),
      );
    } catch (error) {
      throw toShopError(error, path);
    }
  };
}

/** 128 random bits. Not `crypto.randomUUID`, which browsers keep from pages that plain http brought. */
function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
