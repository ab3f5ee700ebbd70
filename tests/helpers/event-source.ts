import { EventSource } from "eventsource";
import type { EventSourceClass } from "../../client-sdk/src/index.ts";
import type { App } from "../../server/app.ts";

/** An `EventSource` that asks the app in process; `headers` go along, as no browser's own can send them. */
export function eventSourceOf(app: App, headers: Record<string, string> = {}): EventSourceClass {
  return class extends EventSource {
    constructor(url: string) {
      super(url, {
        async fetch(input, { signal, ...init }) {
          const request = new Request(String(input), { ...init, headers: { ...init.headers, ...headers } });
          const response = await app(request);
          // Whoever reads no more closes the connection, where there is one.
          const whileOpen = response.body?.pipeThrough(new TransformStream(), signal ? { signal } : {});
          return new Response(whileOpen ?? null, response);
        },
      });
    }
  };
}
