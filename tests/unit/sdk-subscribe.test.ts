import { afterEach, beforeEach, expect, mock, spyOn, test } from "bun:test";
import fc from "fast-check";
import superjson from "superjson";
import { createEventParser } from "../../client-sdk/src/event-parser.ts";
import {
  type ClientOptions,
  createClient,
  type Fetch,
  type OrderEvent,
  type ShopError,
} from "../../client-sdk/src/index.ts";

type Answer = () => Response;

const event = (id: number): OrderEvent => ({ id, type: "confirmed", details: {}, happenedAt: new Date(id) });

const message = (id: number) => `data: ${JSON.stringify(superjson.serialize(event(id)))}\nid: ${id}\n\n`;

/** A stream that stays open, or ends after what it holds. */
const stream =
  (text: string, ends = false): Answer =>
  () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`retry: 1\nevent: connected\ndata: {}\n\n${text}`));
        if (ends) controller.close();
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };

const refusal = (code: string, httpStatus: number, rpcCode: number, more = {}) =>
  `event: serialized-error\ndata: ${JSON.stringify({ json: { message: "Refused", code: rpcCode, data: { ...more, code, httpStatus, path: "order.watch" } } })}\n\n`;

interface Asked {
  url: URL;
  lastEventId: string | null;
  signal: AbortSignal | null | undefined;
}

/** A server in process that answers one connection after the other, the last answer again and again. */
function serve(...answers: [Answer, ...Answer[]]) {
  return serveWith({}, ...answers);
}

function serveWith(options: Partial<ClientOptions>, ...answers: [Answer, ...Answer[]]) {
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, { headers, signal }) => {
    asked.push({ url: new URL(url), lastEventId: new Headers(headers).get("last-event-id"), signal });
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? answers[0];
    return answer();
  };
  return { asked, shop: createClient({ url: "http://shop.test/", fetch, ...options }) };
}

/** Watches until so many events have come, or the shop refuses. */
function watch(shop: ReturnType<typeof serve>["shop"], count: number) {
  const events: OrderEvent[] = [];
  const { promise, resolve } = Promise.withResolvers<{ events: OrderEvent[]; error?: ShopError }>();
  const { unsubscribe } = shop.order.watch.subscribe(
    { id: "ord_1", accessToken: "key" },
    {
      onData(each) {
        events.push(each);
        if (events.length === count) resolve({ events });
      },
      onError: (error) => resolve({ events, error }),
    },
  );
  return { outcome: promise, unsubscribe };
}

beforeEach(() => {
  // No wait between attempts: the wait is a random part of a time.
  spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  mock.restore();
});

test("a subscription is asked by GET, its input in the address, and its events keep their dates", async () => {
  const { asked, shop } = serve(stream(message(7)));
  const { outcome, unsubscribe } = watch(shop, 1);
  expect(await outcome).toEqual({ events: [event(7)] });
  const [first] = asked;
  expect(first?.url.pathname).toBe("/trpc/order.watch");
  expect(JSON.parse(first?.url.searchParams.get("input") ?? "")).toEqual({
    json: { id: "ord_1", accessToken: "key" },
  });
  unsubscribe();
  expect(first?.signal?.aborted).toBe(true);
});

test("where the connection ends it is opened again, after the last event", async () => {
  const { asked, shop } = serve(stream(message(1), true), stream(message(2)));
  const { outcome, unsubscribe } = watch(shop, 2);
  expect((await outcome).events).toEqual([event(1), event(2)]);
  expect(asked.map(({ lastEventId }) => lastEventId)).toEqual([null, "1"]);
  unsubscribe();
});

test("where a proxy answers in the shop's place, or the shop has a fault, it is tried again", async () => {
  const badGateway = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  const { asked, shop } = serve(
    stream(message(1), true),
    badGateway,
    stream(refusal("INTERNAL", 500, -32603), true),
    stream(message(2)),
  );
  const { outcome, unsubscribe } = watch(shop, 2);
  expect((await outcome).events).toEqual([event(1), event(2)]);
  expect(asked.map(({ lastEventId }) => lastEventId)).toEqual([null, "1", "1", "1"]);
  unsubscribe();
});

test("one listener too many comes again, not before the shop says so", async () => {
  const waits: unknown[] = [];
  const { setTimeout } = globalThis;
  const atOnce = (handler: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    return setTimeout(handler, milliseconds < 35_000 || milliseconds > 60_000 ? 0 : milliseconds);
  };
  spyOn(globalThis, "setTimeout").mockImplementation(atOnce as typeof setTimeout);
  const tooMany = refusal("RATE_LIMITED", 429, -32029, { retryAfter: 61 });
  const busy = () => new Response("Busy", { status: 503, headers: { "retry-after": "62" } });
  const { shop } = serve(stream(tooMany, true), busy, stream(message(1)));
  const { outcome, unsubscribe } = watch(shop, 1);
  expect((await outcome).events).toEqual([event(1)]);
  expect(waits).toContainEqual(61_000.5); // and half a pause
  expect(waits.filter((wait) => Number(wait) > 62_000)).toHaveLength(1);
  unsubscribe();
});

test("where nobody is signed in it asks once whether somebody is now, and then is refused", async () => {
  const unauthenticated = stream(refusal("UNAUTHENTICATED", 401, -32001), true);
  const onUnauthorized = mock(() => true);
  const { asked, shop } = serveWith({ onUnauthorized }, unauthenticated);
  expect((await watch(shop, 1).outcome).error).toMatchObject({ code: "UNAUTHENTICATED" });
  expect(onUnauthorized).toHaveBeenCalledTimes(1);
  expect(asked).toHaveLength(2);
});

test("where asking for somebody fails, it is refused all the same", async () => {
  const onUnauthorized = () => Promise.reject(new Error("no dialog"));
  const { shop } = serveWith({ onUnauthorized }, stream(refusal("UNAUTHENTICATED", 401, -32001), true));
  expect((await watch(shop, 1).outcome).error).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a refusal ends it, typed", async () => {
  const { asked, shop } = serve(stream(refusal("NOT_FOUND", 404, -32004), true));
  const { error } = await watch(shop, 1).outcome;
  expect(error).toMatchObject({ code: "NOT_FOUND", path: "order.watch", status: 404 });
  await new Promise(setImmediate);
  expect(asked.length).toBe(1);
});

test("what the whole connection is refused with ends it too", async () => {
  const refused: Answer = () =>
    Response.json(
      { error: { json: { message: "No", data: { code: "FORBIDDEN", httpStatus: 403 } } } },
      { status: 403 },
    );
  const { asked, shop } = serve(refused);
  const { error } = await watch(shop, 1).outcome;
  expect(error).toMatchObject({ code: "FORBIDDEN", path: "order.watch", status: 403 });
  expect(asked.length).toBe(1);
});

test("nothing comes any more once it is ended, not even what has arrived", async () => {
  const { shop } = serve(stream(message(1) + message(2) + message(3)));
  const events: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const { unsubscribe } = shop.order.watch.subscribe(
    { id: "ord_1" },
    {
      onData({ id }) {
        if (events.push(id) < 2) return;
        unsubscribe();
        resolve();
      },
    },
  );
  await promise;
  await new Promise(setImmediate);
  expect(events).toEqual([1, 2]);
});

test("where fetch does not stream it says so", async () => {
  const whole = new Response(null, { headers: { "content-type": "text/event-stream" } });
  const { error } = await watch(serve(() => whole).shop, 1).outcome;
  expect(error).toMatchObject({ code: "NO_STREAMING" });
});

test("a stream is read alike however it is cut", () => {
  const text = [
    ": a comment\r\n",
    "retry: 5\nretry: soon\n",
    "event: ping\ndata\n\n",
    "id: 7\rdata: one\rdata:two\r\r",
    "data: {}\r\nunknown: x\r\n\r\n",
    "event: nothing\n\n",
    "data: never ended\n",
  ].join("");
  const expected = [
    { retry: 5 },
    { type: "ping", data: "", id: undefined },
    { type: "", data: "one\ntwo", id: "7" },
    { type: "", data: "{}", id: "7" },
  ];
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(text.length)), (cuts) => {
      const heard: object[] = [];
      const parse = createEventParser({
        event: (event) => heard.push(event),
        retry: (retry) => heard.push({ retry }),
      });
      const places = [0, ...cuts.toSorted((one, other) => one - other), text.length];
      for (const [index, place] of places.entries()) parse(text.slice(place, places[index + 1]));
      expect(heard).toEqual(expected);
    }),
  );
});
