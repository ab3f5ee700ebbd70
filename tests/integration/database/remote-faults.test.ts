import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../../db/client.ts";
import { isCausedBy, OutcomeUnknown, TransactionLost } from "../../../db/lost.ts";
import { resultsOf, stepsOf } from "../../../db/remote/batch.ts";
import { NoAnswer } from "../../../db/remote/no-answer.ts";
import { Stream } from "../../../db/remote/stream.ts";
import { orders } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import { innermost } from "../../../server/infra/fault.ts";
import { readyCart } from "../../../testing/carts.ts";
import { newProduct } from "../../../testing/products.ts";
import { createTestShop } from "../../../testing/shop.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "../../helpers/faulty-proxy.ts";
import { refusalOf } from "../../helpers/refusal.ts";
import { startRemoteStore } from "../../helpers/sqld.ts";

const faulty = (faults: readonly Fault[]) => faults.map((fault) => [fault] as const);

const badGateway = { answer: "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n" };
const tooMuch = { answer: "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n" };

describe("over a bad network", () => {
  let store: Awaited<ReturnType<typeof startRemoteStore>>;
  let proxy: FaultyProxy;
  /** Through the proxy, with a short deadline. */
  let near: ReturnType<typeof openDatabase>;

  beforeAll(async () => {
    store = await startRemoteStore();
    await store.database.client.execute("create table written (id text primary key)");
    proxy = await startFaultyProxy(Number(new URL(store.sqld.url).port));
    near = openDatabase({ url: proxy.url, deadlineMs: 1_000 });
  });

  beforeEach(async () => {
    proxy.next();
    await store.database.client.execute("delete from written");
  });

  afterAll(() => {
    proxy.close();
    return store.stop();
  });

  const write = (id: string) => ({ sql: "insert into written values (?)", args: [id] });
  const written = async () => {
    const { rows } = await store.database.client.execute("select id from written order by id");
    return rows.map(({ id }) => id);
  };
  const thrownBy = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error) => error,
    );

  test.each(faulty(["drop", "drop-answer", "cut-answer", badGateway, tooMuch]))(
    "what only reads is asked again: %j",
    async (fault) => {
      proxy.next(fault);
      expect((await near.client.execute("select 1 as one")).rows).toMatchObject([{ one: 1 }]);
      proxy.next(fault);
      const results = await near.client.batch(["select 1 as one", "select 2 as two"]);
      expect(results.map(({ rows }) => Array.from(rows[0] ?? []))).toEqual([[1], [2]]);
    },
  );

  test("a write that the server refused to take is written once", async () => {
    proxy.next(tooMuch, tooMuch);
    await near.client.execute(write("a"));
    proxy.next(tooMuch);
    await near.client.batch([write("b"), write("c")]);
    expect(await written()).toEqual(["a", "b", "c"]);
  });

  test("how far the catalogue has come with a transaction is asked again when the answer to that is lost", async () => {
    const own = openDatabase({ url: proxy.url });
    own.followCatalogue();
    proxy.next("pass", "pass", "drop"); // its statement and its end
    await transact(own, ({ db }) => db.run("insert into catalogue_changes (product_id) values (null)"));
    expect(own.cataloguePosition()).toBeGreaterThan(0);
    own.client.close();
  });

  test.each(faulty(["drop", "drop-answer", "cut-answer"]))(
    "a write that may be there is not written again, and said to be unknown: %j",
    async (fault) => {
      for (const one of [() => near.client.execute(write("a")), () => near.client.batch([write("b")])]) {
        proxy.next(fault);
        expect(await thrownBy(one())).toBeInstanceOf(OutcomeUnknown);
        expect(proxy.requests()).toBe(1);
      }
      expect(await written()).toEqual(fault === "drop" ? [] : ["a", "b"]);
    },
  );

  // The server waits for what it did not hear the end of, until others want the lock, five seconds later.
  test.each(faulty(["drop", "drop-answer"]))(
    "a transaction that is lost before its end is run again as a whole: %j",
    async (fault) => {
      let runs = 0;
      proxy.next("pass", fault);
      await transact(openDatabase({ url: proxy.url }), async ({ db }) => {
        runs += 1;
        await db.run(`insert into written values ('a')`);
        await db.run(`insert into written values ('b')`);
      });
      expect({ runs, written: await written() }).toEqual({ runs: 2, written: ["a", "b"] });
    },
  );

  test("a transaction in which the server answers no more fails in time, keeps nothing and nobody waiting", async () => {
    let runs = 0;
    proxy.next("pass", "hang");
    const thrown = await thrownBy(
      transact(near, async ({ db }) => {
        runs += 1;
        await db.run(`insert into written values ('a')`);
        await db.run(`insert into written values ('b')`);
      }),
    );
    expect(innermost(thrown)).toBeInstanceOf(NoAnswer);
    await near.client.execute(write("afterwards"));
    expect({ runs, written: await written() }).toEqual({ runs: 1, written: ["afterwards"] });
  });

  test("a statement of a transaction is not run where the server has taken that back", async () => {
    const { url } = store.sqld;
    const stream = new Stream({ url, authToken: undefined, fetch: (request) => fetch(request) });
    const steps = stepsOf([write("a")]);
    const answer = await stream.run(steps);
    expect(() => resultsOf(answer, steps.length)).toThrow("The transaction is closed");
    expect(await written()).toEqual([]);
  });

  test("one whose end is lost is not run again, and said to be unknown", async () => {
    let runs = 0;
    proxy.next("pass", "drop-answer");
    const thrown = await thrownBy(
      transact(near, async ({ db }) => {
        runs += 1;
        await db.run(`insert into written values ('a')`);
      }),
    );
    expect(isCausedBy(thrown, OutcomeUnknown)).toBe(true);
    expect({ runs, written: await written() }).toEqual({ runs: 1, written: ["a"] });
  });

  test.each(faulty(["drop", "drop-answer", "cut-answer"]))(
    "an order whose making is cut off at any step is made once, and its buyer told: %j",
    async (fault) => {
      const shop = await createTestShop({ database: near });
      const { variantId } = await newProduct(store.database.db, { onHand: 10 });
      for (let step = 0; step < 2; step++) {
        const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
        proxy.next(...Array<Fault>(step).fill("pass"), fault);
        const { order } = await shop.client.order.place.mutate({ cartId, provider: "manual" });
        expect(proxy.requests()).toBeGreaterThan(2);
        const made = await store.database.db.select().from(orders).where(eq(orders.cartId, cartId));
        expect(made.map(({ id }) => id)).toEqual([order.id]);
      }
    },
  );

  test("nobody waits longer than the deadline for a server that hangs, nor those who wait behind others", async () => {
    proxy.next(...Array<Fault>(100).fill("hang"));
    const reads = Array.from({ length: 100 }, () => thrownBy(near.client.execute("select 1")));
    const writes = Array.from({ length: 20 }, (_, n) => thrownBy(near.client.execute(write(`w${n}`))));
    for (const thrown of await Promise.all([...reads, ...writes])) {
      expect(thrown).toMatchObject({ message: "The database server did not answer within 1 seconds" });
    }
    expect(proxy.requests()).toBe(32 + 2); // of the others the server never heard
    proxy.next();
    await near.client.execute(write("afterwards"));
    expect(await written()).toEqual(["afterwards"]);
  });

  test("a request is answered INTERNAL in time while the database hangs, and tells nothing of it", async () => {
    const shop = await createTestShop({ database: near });
    proxy.next(...Array<Fault>(10).fill("hang"));
    const refusal = await refusalOf(shop.client.catalog.markets.query());
    expect(refusal).toEqual({ code: "INTERNAL", data: { requestId: expect.any(String) } });
  });
});

test("while the server is away the shop says so, and goes on when it is back", async () => {
  const store = await startRemoteStore();
  const shop = await createTestShop({ database: store.database });
  const { variantId } = await newProduct(shop.db);
  const ready = async () => (await shop.app(new Request("http://shop.test/readyz"))).status;
  expect(await ready()).toBe(200);
  await store.sqld.stop();
  const create = () => shop.client.cart.create.mutate({});
  expect(await ready()).toBe(503);
  expect(await refusalOf(create())).toMatchObject({ code: "INTERNAL" });
  await store.sqld.start();
  expect(await ready()).toBe(200);
  const { id: cartId } = await create();
  expect(await shop.client.cart.addLine.mutate({ cartId, variantId, quantity: 1 })).toMatchObject({
    lines: [{ variantId }],
  });
  await store.stop();
});

test("of two transactions the one that does nothing with the lock loses it, keeps nothing, and is run again", async () => {
  const store = await startRemoteStore();
  const [one, other] = [store.database, openDatabase({ url: store.sqld.url })];
  await one.client.execute("create table written (id text primary key)");
  const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
  const { promise: isStolen, resolve: stolen } = Promise.withResolvers<void>();
  let runs = 0;
  const idle = transact(one, async ({ db }) => {
    runs += 1;
    await db.run(`insert into written values ('idle ${runs}')`);
    held();
    await isStolen;
    const lost = db.run(`insert into written values ('lost ${runs}')`);
    if (runs > 1) return void (await lost);
    // Whoever goes on after that, as after a constraint that was broken, writes nothing by itself.
    expect(isCausedBy(await lost.catch((error) => error), TransactionLost)).toBe(true);
    await db.run(`insert into written values ('by itself')`);
  });
  await isHeld;
  await other.client.execute("insert into written values ('thief')"); // after five seconds
  stolen();
  await idle;
  const { rows } = await one.client.execute("select id from written order by id");
  expect(rows.map(({ id }) => id)).toEqual(["idle 2", "lost 2", "thief"]);
  other.client.close();
  await store.stop();
});
