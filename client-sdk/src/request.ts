import { createMemory } from "./consistency.ts";
import type { ClientOptions, HeaderFields } from "./options.ts";
import { cookieSession } from "./session.ts";

export interface Part {
  /** What follows the shop's address, such as `cart.get?batch=1`. */
  target: string;
  method?: "POST";
  headers?: HeaderFields;
  body?: string | undefined;
  signal: AbortSignal;
}

/** Makes a request as the client's options want it: sent any number of times it is the same to the letter. */
export type Prepare = (part: Part) => Promise<() => Promise<Response>>;

export function createPrepare({
  url,
  fetch = (url, init) => globalThis.fetch(url, init),
  headers = {},
  session = cookieSession(),
}: ClientOptions): Prepare {
  const base = `${url.replace(/\/+$/, "")}/trpc/`;
  const { credentials } = session;
  const memory = createMemory(base);
  return async ({ target, headers: own, body, ...init }) => {
    const request: RequestInit = {
      ...init,
      headers: {
        ...(typeof headers === "function" ? await headers() : headers),
        ...(await session.headers?.()),
        ...(init.method ? {} : memory.headers()), // a mutation reads what there is
        ...own,
      },
    };
    if (body !== undefined) request.body = body;
    if (credentials && takesCredentials()) request.credentials = credentials;
    return async () => memory.keep(await fetch(base + target, request));
  };
}

/** Some edge workers throw at the mere word. */
const takesCredentials = () => "credentials" in Object(globalThis.Request?.prototype);
