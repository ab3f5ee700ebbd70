import { describe, expect, test } from "bun:test";
import type { Database } from "../../db/client.ts";
import { outbox } from "../../db/schema/index.ts";
import { transact } from "../../db/transaction.ts";
import {
  type PaymentProvider,
  ProviderRefused,
  ProviderUnavailable,
} from "../../server/core/payment-port.ts";
import { untraced } from "../../server/core/telemetry-port.ts";
import { guardProvider } from "../../server/infra/guard-provider.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newDatabase } from "../helpers/database.ts";
import { newMeasuredShop, readSamples } from "../helpers/metrics.ts";
import { isOnServer } from "../helpers/shared-server.ts";
import { newOrder, watch } from "../helpers/watching.ts";

const origin = "http://shop.test";
const calls = (procedure: string) => `bodega_procedure_duration_seconds_count{procedure="${procedure}"}`;
const errors = (procedure: string, code: string) =>
  `bodega_procedure_errors_total{procedure="${procedure}",code="${code}"}`;
const lookups = (result: string) => `bodega_catalogue_cache_lookups_total{result="${result}"}`;
const requests = (status: number) => `bodega_http_requests_total{status="${status}"}`;

/** A transaction that does nothing until then. */
function hold(db: Database, until: Promise<void>) {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const ended = transact({ db }, () => {
    resolve();
    return until;
  });
  return { begun, ended };
}

describe("what a shop does is counted", () => {
  test("by procedure, however it is called", async () => {
    const { app, client, read } = await newMeasuredShop();
    await client.catalog.categories.query();
    await app(new Request(`${origin}/trpc/catalog.categories`));
    await app(new Request(`${origin}/trpc/catalog.categories,catalog.markets?batch=1&input={}`));
    await app(new Request(`${origin}/api/categories`));
    await client.cart.create.mutate();
    const samples = await read();
    expect(samples.get(calls("catalog.categories"))).toBe(4);
    expect(samples.get(calls("catalog.markets"))).toBe(1);
    expect(samples.get(calls("cart.create"))).toBe(1);
    expect(samples.get(requests(200))).toBe(5);
  });

  test("also where an answer is kept, which is told apart", async () => {
    const { app, read } = await newMeasuredShop();
    const ask = async (path: string) => (await app(new Request(`${origin}/trpc/${path}`))).text();
    for (let n = 0; n < 5; n++) await ask("catalog.categories"); // the second answer is kept
    for (let n = 0; n < 3; n++) await ask("catalog.markets,catalog.categories?batch=1&input={}");
    const samples = await read();
    expect(samples.get(calls("catalog.categories"))).toBe(8);
    expect(samples.get(calls("catalog.markets"))).toBe(3);
    expect(samples.get(lookups("hit"))).toBe(3 + 2);
    expect(samples.get(lookups("miss"))).toBe(2 + 4);
  });

  test("what goes wrong by its code, and what is not ours under one name", async () => {
    const { app, client, database, read } = await newMeasuredShop();
    await client.catalog.product.query({ slug: "nowhere" }).catch(() => {});
    await client.catalog.products.query({ limit: 1_000 }).catch(() => {});
    await app(new Request(`${origin}/api/products?limit=many`));
    for (const path of ["nobody.knows", "some.one", "__proto__"])
      await app(new Request(`${origin}/trpc/${path}`));
    await app(new Request(`${origin}/wp-login.php`));
    await app(new Request(`${origin}/trpc/cart.create`, { method: "POST", body: "{", headers: { origin } }));
    database.client.close();
    await client.cart.create.mutate().catch(() => {});
    const samples = await read();
    expect(samples.get(errors("catalog.product", "NOT_FOUND"))).toBe(1);
    expect(samples.get(errors("catalog.products", "BAD_REQUEST"))).toBe(2);
    expect(samples.get(errors("unknown", "NOT_FOUND"))).toBe(3);
    expect(samples.get(errors("cart.create", "INTERNAL"))).toBe(1);
    expect(samples.get(requests(404))).toBe(5);
    expect(samples.get(requests(500))).toBe(1);
    const names = [...samples.keys()].join("\n");
    expect(names).not.toMatch(/nobody|some|proto|wp-login|nowhere/);
  });

  test("writes that wait for their turn, and for how long", async () => {
    const { db, client, read } = await newMeasuredShop();
    const over = Promise.withResolvers<void>();
    const held = Array.from({ length: isOnServer ? 2 : 1 }, () => hold(db, over.promise)); // as many as write at once
    await Promise.all(held.map(({ begun }) => begun));
    const before = (await read()).get("bodega_database_write_wait_seconds_count") ?? 0;
    const writes = Promise.all([client.cart.create.mutate(), client.cart.create.mutate()]);
    const waiting = async () => (await read()).get("bodega_database_writes_waiting");
    while ((await waiting()) !== 2) await new Promise(setImmediate);
    over.resolve();
    await Promise.all([...held.map(({ ended }) => ended), writes]);
    const samples = await read();
    expect(samples.get("bodega_database_writes_waiting")).toBe(0);
    expect(samples.get("bodega_database_write_wait_seconds_count")).toBe(before + 2);
  });

  test("what the outbox is late with and has given up", async () => {
    const { db, client, clock, deliver, read } = await newMeasuredShop();
    const state = async () => {
      const samples = await read();
      const names = ["bodega_outbox_overdue_seconds", "bodega_outbox_dead_letters", "bodega_database_up"];
      return names.map((name) => samples.get(name));
    };
    expect(await state()).toEqual([0, 0, 1]);
    await client.auth.register.mutate({ email: "ada@example.com", password: "a long enough phrase 7" });
    clock.advance(90_000);
    expect(await state()).toEqual([90, 0, 1]);
    await deliver();
    expect(await state()).toEqual([0, 0, 1]);
    const event = {
      topic: "t",
      subjectId: "s",
      payload: {},
      createdAt: clock.now(),
      availableAt: clock.now(),
    };
    await db.insert(outbox).values({ ...event, deadAt: clock.now() });
    expect(await state()).toEqual([0, 1, 1]);
  });

  test("calls of a payment provider by how they end, and whether it is asked at all", async () => {
    const { metrics, clock, read } = await newMeasuredShop();
    let fault: Error | undefined = new ProviderUnavailable();
    const ask = async (): Promise<never> => {
      throw fault ?? new Error("no matter");
    };
    const gateway = {
      begin: ask,
      read: ask,
      capture: ask,
      cancel: ask,
      refund: ask,
      payouts: ask,
      readNotice: ask,
    };
    const provider: PaymentProvider = { name: "stripe", methods: [], gateway };
    const surroundings = { clock, metrics, logger: createLogger("silent"), tracer: untraced };
    const guarded = guardProvider(provider, surroundings);
    const attempt = { id: "a", method: "embedded_form", reference: "r" } as const;
    const attempts = async (times: number) => {
      for (let n = 0; n < times; n++) await guarded.gateway?.read(attempt).catch(() => {});
    };
    const calls = async (outcome: string) => {
      const labels = `provider="stripe",call="read",outcome="${outcome}"`;
      return (await read()).get(`bodega_payment_provider_call_duration_seconds_count{${labels}}`);
    };
    const circuit = async () => (await read()).get('bodega_payment_provider_circuit_open{provider="stripe"}');
    expect(await circuit()).toBe(0);
    await attempts(7);
    expect([await calls("unavailable"), await circuit()]).toEqual([5, 1]);
    clock.advance(60_000);
    fault = new ProviderRefused("no");
    await attempts(1);
    expect([await calls("refused"), await circuit()]).toEqual([1, 0]);
    fault = undefined;
    await attempts(1);
    expect(await calls("failed")).toBe(1);
  });

  test("who watches an order", async () => {
    const shop = await newMeasuredShop();
    const { id, accessToken } = await newOrder(shop);
    const watcher = watch(shop.client, { id, accessToken });
    await watcher.until(1);
    expect((await shop.read()).get("bodega_order_watchers")).toBe(1);
    watcher.stop();
  });

  test("a database that does not answer is one of the things they tell", async () => {
    const { database, read } = await newMeasuredShop();
    database.client.close();
    const samples = await read();
    expect(samples.get("bodega_database_up")).toBe(0);
    expect(samples.get("bodega_outbox_dead_letters")).toBeNaN();
    expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(0);
    expect(samples.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  });

  test("the outbox's state is looked up in indexes alone", async () => {
    const { client } = await newDatabase();
    for (const state of [
      "min(available_at) from outbox where dead_at is null",
      "count(*) from outbox where dead_at is not null",
    ]) {
      const { rows } = await client.execute(`explain query plan select ${state}`);
      expect(rows.map(({ detail }) => detail).join()).toMatch(/USING (COVERING )?INDEX outbox_(due|dead)/);
    }
  });
});

describe("/metrics", () => {
  const metricsToken = "a-token-that-nobody-guesses";
  const readAs = (authorization: string | undefined) =>
    new Request(`${origin}/metrics`, { headers: authorization === undefined ? {} : { authorization } });

  test("is for whoever has the token", async () => {
    const { app } = await newMeasuredShop({ metricsToken });
    const response = await app(readAs(`Bearer ${metricsToken}`));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toStartWith("text/plain; version=0.0.4");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).toContain("# TYPE bodega_procedure_duration_seconds histogram");
  });

  test.each([
    undefined,
    "",
    "Bearer",
    "Bearer ",
    `Bearer ${metricsToken}x`,
    metricsToken,
    `Basic ${metricsToken}`,
  ])("tells nothing to who says %p", async (authorization) => {
    const { app } = await newMeasuredShop({ metricsToken });
    const response = await app(readAs(authorization));
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("bodega_");
  });

  test("is not there without one", async () => {
    const measured = await newMeasuredShop();
    const silent = await createTestShop({ metricsToken });
    for (const { app } of [measured, silent]) {
      for (const given of [undefined, "Bearer undefined", `Bearer ${metricsToken}`])
        expect((await app(readAs(given))).status).toBe(404);
    }
  });

  test("is the same text each time, with every name once", async () => {
    const { metrics } = await newMeasuredShop();
    const { text } = await metrics.expose();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect((await readSamples(metrics)).size).toBeGreaterThan(20);
  });
});
