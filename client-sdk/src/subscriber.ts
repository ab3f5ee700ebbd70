import { createTRPCUntypedClient, httpSubscriptionLink, retryLink } from "@trpc/client";
import superjson from "superjson";
import type { AnyShopError } from "./error.ts";
import type { ClientOptions, Subscribed, SubscribeOptions } from "./options.ts";
import { toShopError } from "./refusal.ts";

/** What browsers call `EventSource`, as far as it is used here. */
export type EventSourceClass = new (
  url: string,
  init?: { withCredentials?: boolean },
) => {
  readonly CLOSED: number;
  readonly CONNECTING: number;
  readonly OPEN: number;
  readonly readyState: number;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
};

/** Listens to a subscription by its path until it is told to stop or refused. */
export type Subscriber = (path: string, input: unknown, options: SubscribeOptions<unknown>) => Subscribed;

/** Between two tries to reach a shop that is away, in milliseconds: at least, and at most. */
const pause = { shortest: 1_000, longest: 30_000 };

export function createSubscriber({ url, EventSource }: ClientOptions): Subscriber {
  return (path, input, { onData, onError }) => {
    const used = EventSource ?? platformEventSource();
    const client = createTRPCUntypedClient({
      links: [
        // The browser opens a lost connection again by itself, but not one that a proxy answered in the shop's place.
        retryLink({
          retry: ({ error }) => !error.data,
          retryDelayMs: (attempt) =>
            Math.min(pause.longest, pause.shortest * 2 ** Math.min(attempt, 10)) * Math.random(),
        }),
        httpSubscriptionLink({
          url: `${url.replace(/\/+$/, "")}/trpc`,
          transformer: superjson,
          EventSource: used,
          eventSourceOptions: { withCredentials: true },
        }),
      ],
    });
    return client.subscription(path, input, {
      // Sound: every event of the shop has an id, and tRPC hands such out as this.
      onData: (event) => onData((event as { data: unknown }).data),
      // Sound: what is no refusal is tried again, above.
      onError: (error) => onError?.(toShopError(error, path) as AnyShopError),
    });
  };
}

function platformEventSource(): EventSourceClass {
  const found: unknown = Reflect.get(globalThis, "EventSource");
  if (typeof found !== "function") {
    throw new Error(
      "There is no EventSource here: give `createClient` one, such as that of the package eventsource",
    );
  }
  // Sound: what has that name on any platform is that.
  return found as EventSourceClass;
}
