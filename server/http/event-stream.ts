import type { WireEvent } from "../trpc/subscription.ts";

/** In milliseconds: shorter than any connection is kept on which nothing moves, by this server or a proxy. */
const pingMs = 10_000;

/** In milliseconds: whoever listens for longer comes again, and has to show once more that they may. */
const maxAge = 60 * 60 * 1000;

/** In milliseconds, from one to three seconds: of all who lost the server at once, not all come back at once. */
const retryMs = () => Math.round(1000 + Math.random() * 2000);

const encoder = new TextEncoder();
const ping = encoder.encode("event: ping\ndata: \n\n");

/** Of the whole process: one timer looks after all. */
const streams = new Set<Stream>();
let timer: Timer | undefined;

/** What a listener gets: the events as they come, in tRPC's words, and a sign of life now and then. */
export function streamEvents(events: AsyncIterator<WireEvent>, headers: Record<string, string>): Response {
  const body = new ReadableStream<Uint8Array>(new Stream(events), { highWaterMark: 1 });
  return new Response(body, {
    headers: {
      ...headers,
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no", // nginx would hold the events back
    },
  });
}

class Stream {
  readonly #events: AsyncIterator<WireEvent>;
  readonly #openedAt = performance.now();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(events: AsyncIterator<WireEvent>) {
    this.#events = events;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    controller.enqueue(encoder.encode(`retry: ${retryMs()}\nevent: connected\ndata: {}\n\n`));
    streams.add(this);
    timer ??= setInterval(() => visitAll(), pingMs).unref();
  }

  /** Not asked for the next event before the one before is on its way: what is not read is not kept. */
  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const next = await this.#events.next();
    if (!streams.has(this)) return;
    if (next.done) this.#end();
    else controller.enqueue(encoder.encode(toText(next.value)));
  }

  cancel(): void {
    this.#forget();
  }

  /** Shows that the server is there, to a listener who reads; one who has not read since the last time is given up. */
  visit(now: number): void {
    const isStuck = (this.#controller?.desiredSize ?? 0) <= 0;
    if (isStuck || now - this.#openedAt > maxAge) this.#end();
    else this.#controller?.enqueue(ping);
  }

  /** The listener takes it for a connection that was lost, and comes again: tRPC's own word for the end would keep it away. */
  #end(): void {
    this.#forget();
    this.#controller?.close();
  }

  #forget(): void {
    streams.delete(this);
    void this.#events.return?.();
    if (streams.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }
}

/** Once every `pingMs`; `now` as `performance.now()` tells it. */
export function visitAll(now = performance.now()): void {
  for (const stream of streams) stream.visit(now);
}

function toText({ event, id, data }: WireEvent): string {
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${data}\n${id === undefined ? "" : `id: ${id}\n`}\n`;
}
