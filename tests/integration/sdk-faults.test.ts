import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, mock, spyOn, test } from "bun:test";
import { createClient, isShopError, type ShopClient } from "../../client-sdk/src/index.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "../helpers/faulty-proxy.ts";
import { happen, newOrder, watch } from "../helpers/watching.ts";

const http = (status: string, headers: string[], body: string) =>
  [`HTTP/1.1 ${status}`, ...headers, `content-length: ${body.length}`, "connection: close", "", body].join(
    "\r\n",
  );

const json = "content-type: application/json";

const refusal = (code: string, httpStatus: number, data = {}) =>
  JSON.stringify([{ error: { json: { message: "No", code: -32000, data: { ...data, code, httpStatus } } } }]);

const truncated: Fault = { answer: http("200 OK", [json], '[{"result":{"data":{"json":[') };
const badGateway: Fault = { answer: http("502 Bad Gateway", ["content-type: text/html"], "<h1>Bad</h1>") };
const brokenPage: Fault = { answer: http("500 Oops", ["content-type: text/html"], "<h1>Oops</h1>") };
const internal: Fault = { answer: http("500 Oops", [json], refusal("INTERNAL", 500, { requestId: "r1" })) };
const limited = (seconds: number): Fault => ({
  answer: http(
    "429 Too Many Requests",
    [json, `retry-after: ${seconds}`],
    refusal("RATE_LIMITED", 429, { retryAfter: seconds }),
  ),
});

let shop: TestShop;
let server: ReturnType<typeof Bun.serve>;
let proxy: FaultyProxy;
let client: ShopClient;

beforeAll(async () => {
  shop = await createTestShop();
  server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => shop.app(request, "127.0.0.1") });
  proxy = await startFaultyProxy(server.port ?? 0);
  client = newClient();
});

afterAll(async () => {
  proxy.close();
  await server.stop(true);
});

beforeEach(() => {
  spyOn(Math, "random").mockReturnValue(0); // the shortest of pauses
});
afterEach(() => {
  mock.restore();
});

const newClient = (options: { timeout?: number } = {}) =>
  createClient({
    url: proxy.url,
    fetch: (url, init) => fetch(url, { ...init, keepalive: false }), // a connection for each request
    ...options,
  });

/** What a call comes to: its answer, or the code and status of its error. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return "answered";
  } catch (error) {
    if (!isShopError(error)) throw error;
    return { code: error.code, status: error.status };
  }
}

const offline = { code: "NETWORK_ERROR", status: undefined };

/** As the package's README states them. */
const outcomes: [name: string, faults: Fault[], outcome: unknown, requests: number][] = [
  ["the connection drops", ["drop"], "answered", 2],
  ["the connection drops three times", ["drop", "drop", "drop"], offline, 3],
  ["the answer is lost", ["drop-answer"], "answered", 2],
  ["the answer is cut off", ["cut-answer"], "answered", 2],
  ["the JSON is truncated", [truncated], "answered", 2],
  ["the JSON is truncated three times", [truncated, truncated, truncated], { ...offline, status: 200 }, 3],
  ["a proxy answers 502", [badGateway], "answered", 2],
  ["a proxy answers 502 three times", [badGateway, badGateway, badGateway], { ...offline, status: 502 }, 3],
  ["something answers 500 in HTML", [brokenPage], { ...offline, status: 500 }, 1],
  ["the shop answers that it has a fault", [internal], { code: "INTERNAL", status: 500 }, 1],
  ["the shop answers 429, Retry-After: 1", [limited(1)], "answered", 2],
  ["the shop answers 429, Retry-After: 60", [limited(60)], { code: "RATE_LIMITED", status: 429 }, 1],
];

describe.each(outcomes)("where %s,", (_, faults, outcome, requests) => {
  test("a query ends as stated", async () => {
    proxy.next(...faults);
    expect(await outcomeOf(client.catalog.markets.query())).toEqual(outcome);
    expect(proxy.requests()).toBe(requests);
  });

  test("a mutation ends as stated", async () => {
    proxy.next(...faults);
    expect(await outcomeOf(client.cart.create.mutate())).toEqual(outcome);
    expect(proxy.requests()).toBe(requests);
  });
});

test("where nothing comes, a call ends by its time, and the connection with it", async () => {
  proxy.next("hang");
  const hasty = newClient({ timeout: 250 });
  expect(await outcomeOf(hasty.catalog.markets.query())).toEqual({ code: "TIMEOUT", status: undefined });
  expect(proxy.requests()).toBe(1);
});

test("whatever of it is lost, a mutation happens once", async () => {
  const { variantId } = await newProduct(shop.db);
  const { id: cartId } = await client.cart.create.mutate();
  proxy.next("drop", "drop-answer");
  const cart = await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
  expect(proxy.requests()).toBe(3);
  expect(cart.lines.map(({ quantity }) => quantity)).toEqual([1]);
  expect((await client.cart.get.query({ cartId })).lines).toEqual(cart.lines);
});

test("whatever becomes of the connection, a listener hears each event once and in order", async () => {
  const order = await newOrder(shop);
  proxy.next("pass", "drop");
  const watcher = watch(client, order);
  for (const nth of [0, 1, 2]) {
    await happen(shop.db, order.id, "confirmed", nth);
    while (watcher.events.length <= nth) {
      await shop.orderFeed.refresh();
      await new Promise(setImmediate);
    }
    proxy.cut();
  }
  watcher.stop();
  expect(watcher.events.map(({ details }) => details.note)).toEqual(["0", "1", "2"]);
  expect(proxy.requests()).toBe(4);
});
