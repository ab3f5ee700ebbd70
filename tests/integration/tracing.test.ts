import { describe, expect, test } from "bun:test";
import { createClient } from "../../client-sdk/src/index.ts";
import { createDeps } from "../../server/deps.ts";
import { loadEnv } from "../../server/env.ts";
import { traceApp } from "../../server/traced-app.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { type ReceivedSpan, startCollector } from "../helpers/otlp.ts";
import { startStripe } from "../helpers/stripe-server.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const origin = "http://shop.test";

/** A shop made as the server makes it, which tells a collector of the test's own. */
async function newTracedShop(more: Record<string, string> = {}) {
  const collector = startCollector();
  const deps = await createDeps(
    loadEnv({
      DATA_DIR: temporaryPath("data"),
      LOG_LEVEL: "silent",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      ...more,
    }),
  );
  const shop = await createTestShop(deps);
  const app = traceApp(shop.app, deps.tracer);
  const client = createClient({
    url: origin,
    fetch: (input, init) => app(new Request(input, init)),
    retry: 0,
  });
  return {
    ...shop,
    app,
    client,
    collector,
    tracer: deps.tracer,
    /** What the collector was told, in all. */
    async tell(): Promise<ReceivedSpan[]> {
      await deps.tracer.close();
      return collector.spans();
    },
    [Symbol.dispose]: () => collector.stop(),
  };
}

/** The names of a span and of those around it, from the outermost in. */
function pathOf(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? pathOf(parent, spans) : []), span.name];
}

describe("traces", () => {
  test("go from the request through the procedure and its statements to the payment provider", async () => {
    const stripe = await startStripe();
    const { host, port } = stripe.connection;
    using shop = await newTracedShop({
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_API_URL: `http://${host}:${port}`,
    });
    const { variantId } = await newProduct(shop.db, { onHand: 1, publishedAt: new Date(0) });
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const { order } = await shop.client.order.place.mutate({ cartId, provider: "stripe" });
    const spans = await shop.tell();
    await stripe.stop();

    const paths = spans.map((span) => pathOf(span, spans).join(" > "));
    expect(paths).toContain("POST > order.place > BATCH");
    expect(paths).toContain("POST > order.place > stripe begin");
    const placing = spans.find(({ name }) => name === "order.place");
    const request = spans.find(({ spanId }) => spanId === placing?.parentSpanId);
    expect(request).toMatchObject({
      kind: 2,
      status: 0,
      attributes: { "http.request.method": "POST", "http.response.status_code": 200 },
    });
    const begin = spans.find(({ name }) => name === "stripe begin");
    expect(begin).toMatchObject({ kind: 3, traceId: request?.traceId });
    const told = shop.collector.text();
    for (const secret of [order.email, order.id, cartId, variantId, "Ada", "select ", "insert into"])
      expect(told).not.toContain(secret);
  });

  test("go on with the one that the request names, and say what failed by its code alone", async () => {
    using shop = await newTracedShop();
    const [traceId, parent] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];
    const ask = (path: string) =>
      shop.app(new Request(`${origin}${path}`, { headers: { traceparent: `00-${traceId}-${parent}-01` } }));
    await ask(`/trpc/catalog.product?input=${encodeURIComponent('{"json":{"slug":"hunter2"}}')}`);
    shop.database.client.close();
    const response = await ask("/trpc/catalog.categories");
    const spans = await shop.tell();
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    expect(spans.find(({ name }) => name === "catalog.product")).toMatchObject({
      status: 2,
      attributes: { "error.type": "NOT_FOUND" },
    });
    const failed = spans.find(({ attributes }) => attributes["http.response.status_code"] === 500);
    expect(failed).toMatchObject({
      parentSpanId: parent,
      status: 2,
      attributes: { "bodega.request_id": response.headers.get("x-request-id") },
    });
    expect(shop.collector.text()).not.toContain("hunter2");
  });

  test("tell of transactions, and of what the outbox then does", async () => {
    using shop = await newTracedShop();
    await shop.client.auth.register.mutate({ email: "ada@example.com", password: "a long enough phrase 7" });
    await shop.deliver();
    const spans = await shop.tell();
    const paths = spans.map((span) => pathOf(span, spans).join(" > "));
    expect(paths).toContain("POST > auth.register > TRANSACTION");
    expect(paths).toContainEqual(expect.stringMatching(/^outbox \S+ > mail send$/));
    expect(shop.collector.text()).not.toContain("ada@example.com");
  });

  test("leave out what nobody asked for, such as what jobs look up each second", async () => {
    using shop = await newTracedShop();
    await shop.deliver();
    await shop.db.query.markets.findMany();
    expect(await shop.tell()).toEqual([]);
  });

  test("leave out what a request set off and did not wait for", async () => {
    using shop = await newTracedShop();
    const ended = Promise.withResolvers<void>();
    let later: Promise<unknown> = Promise.resolve();
    await shop.tracer.trace({ name: "GET", kind: "server" }, async () => {
      later = ended.promise.then(() => shop.db.query.markets.findMany());
    });
    ended.resolve();
    await later;
    expect((await shop.tell()).map(({ name }) => name)).toEqual(["GET"]);
  });

  test("are told of a share of requests, which no caller can raise", async () => {
    using shop = await newTracedShop({ OTEL_TRACES_SAMPLER_ARG: "0" });
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    await shop.app(new Request(`${origin}/trpc/catalog.categories`, { headers: { traceparent } }));
    expect(await shop.tell()).toEqual([]);
  });

  test("a collector that is away keeps nobody from buying", async () => {
    using shop = await newTracedShop();
    shop.collector.stop();
    expect(await shop.client.cart.create.mutate()).toMatchObject({ id: expect.any(String) });
    expect(await shop.tell()).toEqual([]);
  });
});
