import { afterEach, beforeEach, expect, mock, spyOn, test } from "bun:test";
import { EventSource } from "eventsource";
import superjson from "superjson";
import {
  createClient,
  type EventSourceClass,
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

const refusal = (code: string, httpStatus: number, rpcCode: number) =>
  `event: serialized-error\ndata: ${JSON.stringify({ json: { message: "Refused", code: rpcCode, data: { code, httpStatus, path: "order.watch" } } })}\n\n`;

/** A server in process that answers one connection after the other, the last answer again and again. */
function serve(...answers: [Answer, ...Answer[]]) {
  const asked: { url: URL; lastEventId: string | null; signal: AbortSignal | null | undefined }[] = [];
  class InProcess extends EventSource {
    constructor(url: string) {
      super(url, {
        async fetch(input, { headers, signal }) {
          const lastEventId = new Headers(headers).get("last-event-id");
          asked.push({ url: new URL(String(input)), lastEventId, signal });
          const answer = answers[Math.min(asked.length, answers.length) - 1] ?? answers[0];
          return answer();
        },
      });
    }
  }
  const used: EventSourceClass = InProcess;
  return { asked, shop: createClient({ url: "http://shop.test/", EventSource: used }) };
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
  const inputs = asked.map(({ url }) => JSON.parse(url.searchParams.get("input") ?? "").json.lastEventId);
  expect(inputs).toEqual([undefined, undefined, "1", "1"]);
  unsubscribe();
});

test("a refusal ends it, typed", async () => {
  const { asked, shop } = serve(stream(refusal("NOT_FOUND", 404, -32004), true));
  const { error } = await watch(shop, 1).outcome;
  expect(error).toMatchObject({ code: "NOT_FOUND", path: "order.watch", status: 404 });
  await new Promise(setImmediate);
  expect(asked.length).toBe(1);
});

test("where there is no EventSource it says what is missing", () => {
  const shop = createClient({ url: "http://shop.test" });
  const subscribe = () => shop.order.watch.subscribe({ id: "ord_1" }, { onData: () => {} });
  expect(subscribe).toThrow("There is no EventSource here");
});
