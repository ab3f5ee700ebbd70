import type { AnyShopError, ShopError } from "./error.ts";
import type { Session } from "./session.ts";

export type HeaderFields = Record<string, string>;

/** Sends a request: the platform's `fetch` or one that does more. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** The server's origin, such as `https://shop.example`; empty for that of the page. */
  url: string;
  /** How requests say who asks; by default by the cookie that the browser keeps. */
  session?: Session | undefined;
  /** By default the platform's. */
  fetch?: Fetch | undefined;
  /** Sent with each request; a function is asked anew for each. */
  headers?: HeaderFields | (() => HeaderFields | Promise<HeaderFields>) | undefined;
  /**
   * Asked when a call was refused since nobody is signed in, once for all calls that are refused meanwhile. Where it
   * comes to `true`, somebody is now, and the call is made once more. It may sign in by the same client; a call of its own
   * that needs somebody signed in would wait for itself.
   */
  onUnauthorized?: ((error: ShopError<"UNAUTHENTICATED">) => Retried | Promise<Retried>) | undefined;
  /**
   * How often to send again when the network failed, a proxy answered 502, 503 or 504, or there were too many requests;
   * 2 by default. A mutation repeats its `Idempotency-Key` and so happens once.
   */
  retry?: number | undefined;
  /** How long a call may take in milliseconds, retries included; 30,000 by default. */
  timeout?: number | undefined;
}

// biome-ignore lint/suspicious/noConfusingVoidType: what a function gives that returns nothing
type Retried = boolean | void;

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
