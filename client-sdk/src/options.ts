import type { AnyShopError } from "./error.ts";
import type { EventSourceClass } from "./subscriber.ts";
import type { Fetch } from "./transport.ts";

export type Headers = Record<string, string>;

export interface ClientOptions {
  /** The server's origin, such as `https://shop.example`; empty for that of the page. */
  url: string;
  /** By default the platform's. */
  fetch?: Fetch | undefined;
  /** Sent with each request; a function is asked anew for each. */
  headers?: Headers | (() => Headers | Promise<Headers>) | undefined;
  /** How long a call may take in milliseconds, retries included; 30,000 by default. */
  timeoutMs?: number | undefined;
  /** What `subscribe` listens by; by default the platform's, which Node and Bun lack: `eventsource` of npm is one. */
  EventSource?: EventSourceClass | undefined;
  /** How often to send again when the network failed or a proxy answered 502, 503 or 504; 2 by default. */
  retries?: number | undefined;
}

export interface QueryOptions {
  /** Ends the call, which then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

export interface MutationOptions extends QueryOptions {
  /**
   * Names the wish, not the call: a second call with the key and input of a first gets the first one's answer. By
   * default every call has a key of its own, which only its retries share.
   */
  idempotencyKey?: string | undefined;
}

export interface SubscribeOptions<Event> {
  /** Each event, in order and once, whatever became of the connection meanwhile. */
  onData(event: Event): void;
  /** The shop refused it: nothing comes any more. A connection that is lost is no error: it is opened again. */
  onError?: ((error: AnyShopError) => void) | undefined;
}

/** What has begun by `subscribe`. */
export interface Subscribed {
  /** Ends it. */
  unsubscribe(): void;
}
