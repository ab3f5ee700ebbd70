import { afterEach, beforeEach, describe, expect, mock, spyOn, test } from "bun:test";
import superjson from "superjson";
import {
  type ClientOptions,
  createClient,
  type Fetch,
  isShopError,
  ShopError,
} from "../../client-sdk/src/index.ts";

interface Sent {
  url: URL;
  method: string;
  headers: Headers;
  input: unknown;
}

/** What one attempt is answered with: a response, or a throw where the network fails. */
type Answer = (sent: Sent) => Response | Promise<Response>;

/** A server in process that answers one attempt after the other, the last answer again and again. */
function serve(...answers: [Answer, ...Answer[]]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, { method = "GET", headers, body, signal }) => {
    signal?.throwIfAborted();
    const address = new URL(url);
    const input = JSON.parse(typeof body === "string" ? body : (address.searchParams.get("input") ?? "null"));
    const request = { url: address, method, headers: new Headers(headers), input };
    sent.push(request);
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? answers[0];
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
    });
    return await Promise.race([Promise.try(answer, request), aborted]);
  };
  return { fetch, sent };
}

const result = (data: unknown) => ({ result: { data: superjson.serialize(data) } });

const refusal = (code: string, httpStatus: number, data: object = {}) => ({
  error: {
    json: { message: "Refused", code: -32600, data: { ...data, code, httpStatus, path: "cart.addLine" } },
  },
});

const ok =
  (data: unknown): Answer =>
  ({ url }) =>
    Response.json(url.searchParams.has("batch") ? [result(data)] : result(data));

const refuse =
  (...[code, httpStatus, data]: Parameters<typeof refusal>): Answer =>
  () =>
    Response.json(refusal(code, httpStatus, data), { status: httpStatus });

const offline: Answer = () => {
  throw new TypeError("fetch failed");
};

const proxy =
  (status: number): Answer =>
  () =>
    new Response("<h1>Bad gateway</h1>", { status });

const never: Answer = () => new Promise(() => {});

const client = (fetch: Fetch, options: Partial<ClientOptions> = {}) =>
  createClient({ url: "http://shop.test/", fetch, ...options });

const line = { cartId: "cart_1", variantId: "var_1", quantity: 2 };

/** What a call failed with. */
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.unreachable("the call succeeded"),
    (error: unknown) => error,
  );

beforeEach(() => {
  // No wait between attempts: the wait is a random part of a time.
  spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  mock.restore();
});

test("a query is a GET whose answer keeps its dates", async () => {
  const { fetch, sent } = serve(ok({ publishedAt: new Date(5) }));
  const product = await client(fetch).catalog.product.query({ slug: "mug" });
  expect(product.publishedAt).toEqual(new Date(5));
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ method: "GET", input: { 0: { json: { slug: "mug" } } } });
  expect(sent[0]?.url.href).toStartWith("http://shop.test/trpc/catalog.product?batch=1");
  expect(sent[0]?.headers.has("idempotency-key")).toBe(false);
});

test("queries asked at once go in one request, at most twenty of them", async () => {
  const { fetch, sent } = serve(({ input }) =>
    Response.json(
      Object.values(Object(input)).map((one) => result([{ slug: Object(one).json.q, title: "" }])),
    ),
  );
  const shop = client(fetch);
  const words = Array.from({ length: 45 }, (_, index) => `word ${index}`);
  const answers = await Promise.all(words.map((q) => shop.catalog.suggest.query({ q })));
  expect(answers.map(([first]) => first?.slug)).toEqual(words);
  expect(sent.map(({ input }) => Object.keys(Object(input)).length)).toEqual([20, 20, 5]);
});

test("queries that would make the URL too long are parted", async () => {
  const { fetch, sent } = serve(({ input }) =>
    Response.json(Object.keys(Object(input)).map(() => result([]))),
  );
  const shop = client(fetch);
  await Promise.all(Array.from({ length: 6 }, () => shop.catalog.suggest.query({ q: "x".repeat(2_000) })));
  expect(sent).toHaveLength(3);
  for (const { url } of sent) expect(url.href.length).toBeLessThanOrEqual(6_000);
});

test("a query too long for any URL is refused before it is sent", async () => {
  const { fetch, sent } = serve(ok([]));
  const error = await failure(client(fetch).catalog.suggest.query({ q: "x".repeat(10_000) }));
  expect(error).toMatchObject({ code: "PAYLOAD_TOO_LARGE", path: "catalog.suggest", status: undefined });
  expect(sent).toHaveLength(0);
});

test("one refused query of a batch leaves the others alone", async () => {
  const { fetch } = serve(() => Response.json([result([]), refusal("NOT_FOUND", 404)], { status: 207 }));
  const shop = client(fetch);
  const [categories, product] = await Promise.allSettled([
    shop.catalog.categories.query(),
    shop.catalog.product.query({ slug: "mug" }),
  ]);
  expect(categories).toEqual({ status: "fulfilled", value: [] });
  expect(product).toMatchObject({ reason: { code: "NOT_FOUND", status: 404, path: "catalog.product" } });
});

test("mutations go alone, each with a key of its own", async () => {
  const { fetch, sent } = serve(ok({}));
  const shop = client(fetch);
  await Promise.all([shop.cart.addLine.mutate(line), shop.cart.addLine.mutate(line)]);
  expect(sent.map(({ url, method }) => `${method} ${url.pathname}`)).toEqual([
    "POST /trpc/cart.addLine",
    "POST /trpc/cart.addLine",
  ]);
  const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
  expect(new Set(keys).size).toBe(2);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
});

test("the caller's own key is sent", async () => {
  const { fetch, sent } = serve(ok({}));
  await client(fetch).cart.addLine.mutate(line, { idempotencyKey: "order-of-today" });
  expect(sent[0]?.headers.get("idempotency-key")).toBe("order-of-today");
});

test("headers are asked for anew with each request", async () => {
  const { fetch, sent } = serve(ok([]));
  let count = 0;
  const headers = async () => ({ "x-count": String(++count) });
  const shop = createClient({ url: "http://shop.test", fetch, headers });
  await shop.catalog.categories.query();
  await shop.cart.create.mutate();
  expect(sent.map(({ headers }) => headers.get("x-count"))).toEqual(["1", "2"]);
});

test("of the words that changes at once are answered with, the latest is said from then on", async () => {
  const told = (word: string) => () =>
    Response.json(result({}), { headers: { "x-consistency-token": word } });
  const { fetch, sent } = serve(told("zz"), told("100"), told("zy"), told("99"), ok([]));
  const shop = client(fetch);
  await Promise.all([0, 1, 2, 3].map(() => shop.cart.addLine.mutate(line)));
  await shop.catalog.suggest.query({ q: "mug" });
  expect(sent.map(({ headers }) => headers.get("x-consistency-token"))).toEqual([
    null,
    null,
    null,
    null,
    "100",
  ]);
});

test.each([
  ["the network fails", offline],
  ["a proxy answers 502", proxy(502)],
  ["a proxy answers 503 in JSON", () => Response.json({ error: "unavailable" }, { status: 503 })],
  ["a proxy answers 504", proxy(504)],
  [
    "the body breaks off",
    () => new Response(new ReadableStream({ start: (body) => body.error(new Error("cut")) })),
  ],
] satisfies [string, Answer][])("when %s, the call is sent again under the same key", async (_, fault) => {
  const { fetch, sent } = serve(fault, fault, ok({ id: "cart_1" }));
  const cart = await client(fetch).cart.addLine.mutate(line);
  expect(cart.id).toBe("cart_1");
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(1);
  expect(sent[2]).toMatchObject({ input: { json: line } });
});

test("queries are sent again too, their batch as a whole", async () => {
  const { fetch, sent } = serve(offline, () => Response.json([result([]), result([])]));
  const shop = client(fetch);
  await Promise.all([shop.catalog.categories.query(), shop.catalog.suggest.query({ q: "mug" })]);
  expect(sent).toHaveLength(2);
  expect(sent[1]?.url.href).toBe(String(sent[0]?.url.href));
});

test("after the last retry the error says that the network failed", async () => {
  const { fetch, sent } = serve(offline);
  const error = await failure(client(fetch).cart.addLine.mutate(line));
  expect(error).toBeInstanceOf(ShopError);
  expect(error).toMatchObject({ code: "NETWORK_ERROR", status: undefined, path: "cart.addLine", data: {} });
  expect(Object(error).cause).toBeInstanceOf(TypeError);
  expect(sent).toHaveLength(3);
});

test("retries can be turned off", async () => {
  const { fetch, sent } = serve(proxy(503));
  const error = await failure(client(fetch, { retry: 0 }).cart.addLine.mutate(line));
  expect(error).toMatchObject({ code: "NETWORK_ERROR", status: 503 });
  expect(sent).toHaveLength(1);
});

test.each([
  [200, "<h1>Log in to the hotel's network</h1>"],
  [404, "<h1>Nothing here</h1>"],
  [500, '{ "message": "a framework\'s own" }'],
])("what is no answer of the shop (HTTP %d) is a network error at once", async (status, body) => {
  const { fetch, sent } = serve(() => new Response(body, { status }));
  const error = await failure(client(fetch).catalog.categories.query());
  expect(error).toMatchObject({ code: "NETWORK_ERROR", status });
  expect(sent).toHaveLength(1);
});

const limited = (retryAfter: string | undefined): Answer => {
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  const data = refusal("RATE_LIMITED", 429, { retryAfter: Number(retryAfter) });
  return () => Response.json(data, { status: 429, headers });
};

test("a call that was one too many is sent again once the server takes it", async () => {
  const { fetch, sent } = serve(limited("7"), ok({ id: "cart_1" }));
  const { setTimeout } = globalThis;
  const waits: unknown[] = [];
  const atOnce = (handler: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    return setTimeout(handler, milliseconds === 7_000 ? 0 : milliseconds);
  };
  spyOn(globalThis, "setTimeout").mockImplementation(atOnce as typeof setTimeout);
  expect((await client(fetch).cart.addLine.mutate(line)).id).toBe("cart_1");
  expect(waits).toContain(7_000);
  expect(sent).toHaveLength(2);
});

test("where that would be too late, it fails at once, and tells when to come again", async () => {
  for (const retryAfter of ["60", new Date(Date.now() + 60_000).toUTCString()]) {
    const { fetch, sent } = serve(limited(retryAfter));
    const error = await failure(client(fetch).cart.addLine.mutate(line));
    expect(error).toMatchObject({ code: "RATE_LIMITED", status: 429 });
    expect(sent).toHaveLength(1);
  }
});

test("a proxy that has too many requests is asked again, and in vain it is a network error", async () => {
  const { fetch, sent } = serve(proxy(429));
  const error = await failure(client(fetch).catalog.categories.query());
  expect(error).toMatchObject({ code: "NETWORK_ERROR", status: 429 });
  expect(sent).toHaveLength(3);
});

test("an answer that was cut off is asked for again", async () => {
  const whole = JSON.stringify([result([])]);
  const cut: Answer = () =>
    new Response(whole.slice(0, -3), { headers: { "content-type": "application/json" } });
  const { fetch, sent } = serve(cut, ok([]));
  expect(await client(fetch).catalog.categories.query()).toEqual([]);
  expect(sent).toHaveLength(2);
});

test("a refusal is never sent again, whatever its status", async () => {
  for (const status of [409, 422, 500, 503]) {
    const { fetch, sent } = serve(refuse("CART_NOT_OPEN", status));
    const error = await failure(client(fetch).cart.addLine.mutate(line));
    expect(error).toMatchObject({ code: "CART_NOT_OPEN", status, message: "Refused", data: {} });
    expect(sent).toHaveLength(1);
  }
});

test("a refusal narrows to its code, and its data with it", async () => {
  const { fetch } = serve(refuse("OUT_OF_STOCK", 409, { variantId: "var_1", available: 3 }));
  const error = await failure(client(fetch).cart.addLine.mutate(line));

  if (!isShopError(error, "OUT_OF_STOCK")) expect.unreachable();
  const available: number = error.data.available;
  expect(available).toBe(3);
  expect(error.data).toEqual({ variantId: "var_1", available: 3 });

  if (!isShopError(error)) expect.unreachable();
  if (error.code === "OUT_OF_STOCK") expect(error.data.variantId).toBe("var_1");
  expect(isShopError(error, "CART_EMPTY")).toBe(false);
  expect(isShopError(new Error("another"))).toBe(false);
});

test("a refusal of the whole batch reaches each of its queries", async () => {
  const { fetch } = serve(refuse("PAYLOAD_TOO_LARGE", 413));
  const shop = client(fetch);
  const errors = await Promise.all([
    failure(shop.catalog.categories.query()),
    failure(shop.catalog.suggest.query({ q: "mug" })),
  ]);
  expect(errors).toMatchObject([
    { code: "PAYLOAD_TOO_LARGE", path: "catalog.categories" },
    { code: "PAYLOAD_TOO_LARGE", path: "catalog.suggest" },
  ]);
});

test("where an answer is missing, no other is taken for it", async () => {
  const { fetch } = serve(() => Response.json([result([])]));
  const shop = client(fetch);
  const answers = await Promise.allSettled([
    shop.catalog.categories.query(),
    shop.catalog.suggest.query({ q: "mug" }),
  ]);
  expect(answers).toMatchObject([{ value: [] }, { reason: { code: "NETWORK_ERROR" } }]);
});

test("a call that takes too long times out, retries included", async () => {
  const { fetch, sent } = serve(offline, never);
  const error = await failure(client(fetch, { timeout: 30 }).cart.addLine.mutate(line));
  expect(error).toMatchObject({ code: "TIMEOUT", path: "cart.addLine", status: undefined });
  expect(sent).toHaveLength(2);
});

test("a call may take for ever", async () => {
  const { fetch, sent } = serve(proxy(503), ok([]));
  const shop = client(fetch, { timeout: Number.POSITIVE_INFINITY });
  expect(await shop.catalog.categories.query()).toEqual([]);
  expect(sent).toHaveLength(2);
});

test("an aborted call throws the signal's reason at once and is not sent again", async () => {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { fetch, sent } = serve(() => {
    reach();
    return Promise.race<never>([]);
  });
  const controller = new AbortController();
  const call = failure(client(fetch).cart.addLine.mutate(line, { signal: controller.signal }));
  await reached;
  controller.abort();
  expect(await call).toBe(controller.signal.reason);
  expect(await call).toMatchObject({ name: "AbortError" });
  await new Promise(setImmediate); // a retry, which waits for nothing here, would be out by then
  expect(sent).toHaveLength(1);
});

test("a signal that has fired lets nothing out", async () => {
  const { fetch, sent } = serve(ok({}));
  const reason = new Error("left the page");
  const error = await failure(client(fetch).cart.addLine.mutate(line, { signal: AbortSignal.abort(reason) }));
  expect(error).toBe(reason);
  expect(sent).toHaveLength(0);
});

test("one aborted query leaves the others of its batch alone", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { fetch } = serve(() => {
    reach();
    return promise;
  });
  const shop = client(fetch);
  const controller = new AbortController();
  const aborted = failure(shop.catalog.suggest.query({ q: "m" }, { signal: controller.signal }));
  const kept = shop.catalog.categories.query();
  await reached;
  controller.abort();
  expect(await aborted).toBe(controller.signal.reason);
  resolve(Response.json([result([]), result([])]));
  expect(await kept).toEqual([]);
});

test("what the caller's own options throw comes through as it is", async () => {
  const { fetch } = serve(ok([]));
  const fault = new Error("no token");
  const headers = () => {
    throw fault;
  };
  const shop = createClient({ url: "http://shop.test", fetch, headers });
  expect(await failure(shop.catalog.categories.query())).toBe(fault);
  expect(await failure(shop.cart.create.mutate())).toBe(fault);
});

test("what nobody waits for any more is not asked", async () => {
  const { promise: reached, resolve: reach } = Promise.withResolvers<AbortSignal | null | undefined>();
  const fetch: Fetch = (_, { signal }) => {
    reach(signal);
    return Promise.race<never>([]);
  };
  const shop = client(fetch);
  const controller = new AbortController();
  const { signal } = controller;
  const calls = [
    failure(shop.catalog.suggest.query({ q: "m" }, { signal })),
    failure(shop.catalog.categories.query(undefined, { signal })),
  ];
  const request = await reached;
  expect(request?.aborted).toBe(false);
  controller.abort();
  expect(request?.aborted).toBe(true);
  expect(await Promise.all(calls)).toEqual([signal.reason, signal.reason]);
});

describe("a call that is refused since nobody is signed in", () => {
  const unauthenticated = refuse("UNAUTHENTICATED", 401);

  test("is made once more where somebody signs in, under the same key", async () => {
    const { fetch, sent } = serve(unauthenticated, ok({ id: "cart_1" }));
    const asked: unknown[] = [];
    const onUnauthorized = async (error: ShopError) => asked.push(error.path) === 1;
    const cart = await client(fetch, { onUnauthorized }).cart.claim.mutate({ cartId: "cart_1" });
    expect(cart).toMatchObject({ id: "cart_1" });
    expect(asked).toEqual(["cart.claim"]);
    expect(new Set(sent.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(1);
  });

  test("asks once for all calls of the moment", async () => {
    const { fetch } = serve(unauthenticated, unauthenticated, ok([]));
    let count = 0;
    const onUnauthorized = async () => {
      count += 1;
      await new Promise(setImmediate);
      return true;
    };
    const shop = client(fetch, { onUnauthorized });
    await Promise.all([shop.auth.sessions.query(), shop.auth.revokeOtherSessions.mutate()]);
    expect(count).toBe(1);
  });

  test("ends when its signal fires, however long somebody takes to sign in", async () => {
    const { fetch, sent } = serve(unauthenticated);
    const controller = new AbortController();
    const onUnauthorized = () => {
      controller.abort();
      return Promise.race<boolean>([]);
    };
    const { signal } = controller;
    const error = await failure(client(fetch, { onUnauthorized }).auth.sessions.query(undefined, { signal }));
    expect(error).toBe(signal.reason);
    expect(sent).toHaveLength(1);
  });

  test("fails where nobody does, and after the second refusal", async () => {
    for (const [onUnauthorized, requests] of [[() => {}, 1] as const, [() => true, 2] as const]) {
      const { fetch, sent } = serve(unauthenticated);
      const error = await failure(client(fetch, { onUnauthorized }).auth.sessions.query());
      expect(error).toMatchObject({ code: "UNAUTHENTICATED" });
      expect(sent).toHaveLength(requests);
    }
  });

  test("asks nobody about a password that is wrong", async () => {
    const { fetch } = serve(refuse("INVALID_CREDENTIALS", 401));
    const onUnauthorized = mock(() => true);
    const login = client(fetch, { onUnauthorized }).auth.login.mutate({ email: "a@b.c", password: "x" });
    expect(await failure(login)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(onUnauthorized).not.toHaveBeenCalled();
  });
});

test("an error is known by its name, since an app may hold the package twice", () => {
  const other = Object.assign(new Error("Refused"), { name: "ShopError", code: "CART_EMPTY" });
  expect(isShopError(other, "CART_EMPTY")).toBe(true);
  expect(isShopError(other, "NOT_FOUND")).toBe(false);
  expect(isShopError({ name: "ShopError", code: "CART_EMPTY" })).toBe(false);
});

test("a client and its parts can be awaited", async () => {
  const shop = client(serve(ok([])).fetch);
  expect(await shop).toBe(shop);
  expect(await shop.cart).toBe(shop.cart);
});
