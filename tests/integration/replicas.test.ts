import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createClient, type Fetch } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { Replica, type ReplicaOptions } from "../../db/replica/replica.ts";
import { seedStore } from "../../db/seed.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { eventually } from "../helpers/eventually.ts";
import { findStaleReads } from "../helpers/read-your-writes.ts";
import { isShown, newInstance, newReplica, passedOver, shown } from "../helpers/replicas.ts";
import { countRoundTrips } from "../helpers/round-trips.ts";
import { type SlowProxy, startSlowProxy } from "../helpers/slow-proxy.ts";
import { startRemoteStore, startSqld } from "../helpers/sqld.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const portOf = (url: string) => Number(new URL(url).port);
const fetchOf =
  ({ app }: TestShop): Fetch =>
  (url, init) =>
    app(new Request(url, init));

let store: Awaited<ReturnType<typeof startRemoteStore>>;
let url: string;

beforeAll(async () => {
  store = await startRemoteStore();
  url = store.sqld.url;
});
afterAll(() => store.stop());

const open: { close(): unknown }[] = [];
const closing = <Open extends { close(): unknown }>(each: Open): Open => {
  open.push(each);
  return each;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** A way to the primary for syncing alone. */
const slowly = async (): Promise<SlowProxy> => closing(await startSlowProxy(portOf(url)));

async function instance(syncUrl = url) {
  const made = await newInstance({ url, syncUrl });
  closing(made.replica);
  return made;
}

/** What a replica has told. */
function newLog() {
  const lines: string[] = [];
  const note = (_: object, message: string) => void lines.push(message);
  return { lines, log: { info: note, warn: note } };
}

/** The path of one that nobody keeps any more. */
let sound: string | undefined;

async function makeReplica(): Promise<string> {
  const path = temporaryPath("replica.db");
  const replica = newReplica({ url, path });
  await shown(replica);
  await replica.close();
  openDatabase({ url: `file:${path}` }).client.close(); // which writes the log back into the file
  return path;
}

interface Known extends Partial<Pick<ReplicaOptions, "log" | "now" | "primaryAnswers">> {
  /** JavaScript of a function that is given how often it was asked, and gives the answer; undefined for none. */
  keeper: string;
  primary: { isThere: boolean };
}

/** One with a whole file, kept by a process that answers what the test says. */
async function newKnownReplica({ keeper, primary, ...options }: Known): Promise<Replica> {
  sound ??= await makeReplica();
  const path = temporaryPath("replica.db");
  copyFileSync(sound, path);
  const program = `let n = 0; process.on("message", () => {
    n += 1;
    const answer = (${keeper})(n);
    if (answer) process.send(answer);
  })`;
  return new Replica({
    path,
    url,
    authToken: undefined,
    command: [process.execPath, "-e", program],
    primaryAnswers: async () => primary.isThere,
    log: newLog().log,
    ...options,
  });
}

/** Whether a replica shows a product; undefined for one that shows nothing. */
async function shows({ copy }: Replica, productId: string): Promise<boolean | undefined> {
  const found = await copy?.db.query.products.findFirst({ where: (row, { eq }) => eq(row.id, productId) });
  return copy && found !== undefined;
}

describe("who has changed something of the catalogue", () => {
  test("sees it at once through any instance, however late its replica is", async () => {
    const [slow, stalled] = [await slowly(), await slowly()];
    slow.delayMs = 3;
    const instances = await Promise.all([instance(slow.url), instance(stalled.url)]);
    await Promise.all(instances.map(({ replica }) => shown(replica)));
    const [first] = instances;
    const { token } = await newStaff(first);
    const before = (attempt: number) => {
      if (attempt === 50) stalled.stall(); // the primary has to be asked
      if (attempt === 51) stalled.goOn();
    };
    const shop = { url: first.url, instances: instances.map(fetchOf), token, before };
    expect(await findStaleReads(shop, 60)).toEqual([]);
  });

  test("is told a token, and who has changed nothing is not", async () => {
    const shop = await instance();
    const { token } = await newStaff(shop);
    const mutate = async (path: string, input: object) => {
      const response = await shop.fetch(`${shop.url}/trpc/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ json: input }),
      });
      expect(response.status).toBe(200);
      return response.headers.get("x-consistency-token");
    };
    await mutate("admin.catalog.saveCategory", { name: "Tea" }); // of a process that knows how far it all has come
    expect(await mutate("cart.create", {})).toBeNull();
    expect(await mutate("admin.catalog.saveCategory", { name: "Coffee" })).toMatch(/^[0-9a-z]+$/);
  });

  test("may read and send it in a page of another origin that is allowed", async () => {
    const shop = await createTestShop();
    const headers = { origin: "http://localhost:5173" };
    const beforehand = await shop.fetch(`${shop.url}/trpc/catalog.products`, { method: "OPTIONS", headers });
    expect(beforehand.headers.get("access-control-allow-headers")).toContain("x-consistency-token");
    const answer = await shop.fetch(`${shop.url}/trpc/catalog.products`, { headers });
    expect(answer.headers.get("access-control-expose-headers")).toContain("x-consistency-token");
  });

  test("is told it again with an answer that another instance repeats", async () => {
    const [first, second] = [await instance(), await instance()];
    const { token } = await newStaff(first);
    const save = async ({ app }: TestShop) => {
      const { headers } = await app(
        new Request(`${first.url}/trpc/admin.catalog.saveCategory`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${token}`,
            "idempotency-key": "the-very-same-key-each-time",
          },
          body: JSON.stringify({ json: { name: "Cocoa" } }),
        }),
      );
      return headers.get("x-consistency-token");
    };
    const told = await save(first);
    expect(told).not.toBeNull();
    expect(Number.parseInt((await save(second)) ?? "", 36)).toBeGreaterThanOrEqual(
      Number.parseInt(told ?? "", 36),
    );
  });

  test("is believed no word that nobody told: it costs no more than a sync", async () => {
    const shop = await instance();
    await shown(shop.replica);
    const { slug } = await newProduct(store.database.db);
    await shop.replica.catchUp();
    const trips = countRoundTrips(shop.database.client);
    for (const token of ["zzzzzzzzzz", "-1", "1e9", "'", "", "9".repeat(500)]) {
      const headers = { "x-consistency-token": token };
      const guest = createClient({ url: shop.url, fetch: fetchOf(shop), headers });
      expect(await guest.catalog.product.query({ slug })).toMatchObject({ slug });
    }
    expect(trips).toEqual({ reads: 0, writes: 0, transactions: 0 }); // of the primary
  });
});

describe("a replica", () => {
  test("that is not there yet is copied before anybody is shown it; until then the primary is asked", async () => {
    const slow = await slowly();
    slow.stall();
    const { slug } = await newProduct(store.database.db);
    const shop = await instance(slow.url);
    expect(await shop.client.catalog.product.query({ slug })).toMatchObject({ slug });
    expect(isShown(shop.replica)).toBe(false);
    slow.goOn();
    await shown(shop.replica);
    expect(await shop.client.catalog.product.query({ slug })).toMatchObject({ slug });
  });

  test.each([
    ["may be under way", "failed"],
    ["another process keeps, of which nobody knows whether it is whole", "kept elsewhere"],
  ])("that %s is shown only as long as the primary is away", async (_, outcome) => {
    const primary = { isThere: true };
    const keeper = `(n) => n === 1 ? { outcome: "${outcome}", reason: "so" } : undefined`; // then it copies
    const { lines, log } = newLog();
    const replica = closing(await newKnownReplica({ primary, keeper, log }));
    await replica.begun;
    expect(isShown(replica)).toBe(false);
    primary.isThere = false;
    await shown(replica);
    primary.isThere = true;
    await passedOver(replica);
    expect(lines).not.toContain("the replica is damaged: it is copied anew");
  });

  test("whose sync hangs is passed over after ten seconds, as long as the primary answers", async () => {
    const [primary, clock] = [{ isThere: true }, { ms: 0 }];
    const once = '(n) => n === 1 ? { outcome: "synced", frame: 1, written: 1 } : undefined';
    const replica = closing(await newKnownReplica({ primary, keeper: once, now: () => clock.ms }));
    await shown(replica);
    clock.ms = 10_001;
    await passedOver(replica);
    primary.isThere = false;
    await shown(replica);
  });

  test("that is closed while its primary is looked for stays closed", async () => {
    const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<boolean>()];
    const primaryAnswers = () => {
      asked.resolve();
      return answer.promise;
    };
    const keeper = '() => ({ outcome: "failed", reason: "so" })';
    const replica = await newKnownReplica({ primary: { isThere: true }, keeper, primaryAnswers });
    await asked.promise;
    const closed = replica.close();
    answer.resolve(false);
    await closed;
    expect(isShown(replica)).toBe(false);
  });

  test("that cannot be synced is shown as it is, and follows again", async () => {
    const sqld = await startSqld();
    closing({ close: () => sqld.stop() });
    const { client, db } = openDatabase({ url: sqld.url });
    await migrate(client);
    await seedStore(db);
    const replica = closing(newReplica({ url: sqld.url }));
    await shown(replica);
    await sqld.stop();
    expect(await replica.catchUp()).toBe(false);
    expect(await shows(replica, "nothing")).toBe(false);
    await sqld.start();
    const { productId } = await newProduct(db);
    await eventually(
      () => shows(replica, productId),
      (isShown) => isShown === true,
    );
  });

  test.each<[string, (path: string) => void]>([
    ["whose pages are damaged", (path) => damage(path)],
    ["whose file is gone", (path) => rmSync(path)],
    ["of which nobody knows how far it is synced", (path) => rmSync(`${path}-client_wal_index`)],
  ])("%s is told of and copied anew", async (_, spoil) => {
    sound ??= await makeReplica();
    const path = temporaryPath("replica.db");
    for (const ending of ["", "-client_wal_index"]) copyFileSync(`${sound}${ending}`, `${path}${ending}`);
    spoil(path);
    const { productId } = await newProduct(store.database.db);
    const { lines, log } = newLog();
    const after = closing(newReplica({ url, path }, log));
    await shown(after);
    expect(await shows(after, productId)).toBe(true);
    expect(lines).toEqual(["the replica is damaged: it is copied anew"]);
  });

  test("of another primary becomes that of this one", async () => {
    const sqld = await startSqld();
    closing({ close: () => sqld.stop() });
    const other = openDatabase({ url: sqld.url });
    await migrate(other.client);
    await seedStore(other.db);
    const { productId } = await newProduct(other.db);
    const path = temporaryPath("replica.db");
    const before = newReplica({ url: sqld.url, path });
    await shown(before);
    expect(await shows(before, productId)).toBe(true);
    await before.close();
    const mine = await newProduct(store.database.db);
    const after = closing(newReplica({ url, path }));
    await shown(after);
    expect(await shows(after, productId)).toBe(false);
    expect(await shows(after, mine.productId)).toBe(true);
  });

  test("with another schema than this version needs is shown to nobody", async () => {
    const sqld = await startSqld();
    closing({ close: () => sqld.stop() });
    const { client, db } = openDatabase({ url: sqld.url });
    await client.execute("create table t (id integer)");
    const replica = closing(newReplica({ url: sqld.url }));
    await replica.begun;
    expect(isShown(replica)).toBe(false);
    await migrate(client);
    await seedStore(db);
    await shown(replica);
  });

  test("is kept by one process alone", async () => {
    const path = temporaryPath("replica.db");
    const first = closing(newReplica({ url, path }));
    await shown(first);
    const second = closing(newReplica({ url, path }));
    await second.begun;
    expect(await second.catchUp()).toBe(false);
    expect(isShown(second)).toBe(false);
    expect(await first.catchUp()).toBe(true);
  });

  test("writes nothing", async () => {
    const replica = closing(newReplica({ url }));
    await shown(replica);
    const write = async () => replica.copy?.db.run("delete from products");
    expect(write()).rejects.toThrow();
  });
});

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 8_192, bytes.length / 2);
  writeFileSync(path, bytes);
}
