import { describe, expect, test } from "bun:test";
import { createClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { products } from "../../db/schema/index.ts";
import { newProduct } from "../../testing/products.ts";
import { hasOpenssl, newCertificate } from "../helpers/certificate.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasRedis, startRedis, type TestRedis } from "../helpers/redis.ts";
import { type ServerProcess, startServer } from "../helpers/server-process.ts";
import { unusedPort } from "../helpers/unused-port.ts";
import { happen, newOrder, watch } from "../helpers/watching.ts";

const readiness = async ({ url }: ServerProcess) => {
  const response = await fetch(`${url}/readyz`);
  return `${response.status} ${JSON.stringify(await response.json())}`;
};

const ready = (redis: string) => `200 ${JSON.stringify({ status: "ready", redis })}`;

/** Resolves when all say that of Redis. */
const untilAll = (servers: ServerProcess[], redis: string) =>
  Promise.all(
    servers.map((server) =>
      eventually(
        () => readiness(server),
        (told) => told === ready(redis),
      ),
    ),
  );

/** What the log says of Redis, in order. */
const toldBy = ({ output }: ServerProcess) =>
  Array.from(output().matchAll(/Redis is (down|up)/g), ([, state]) => state);

/** Shops at a server, over and over: an anonymous page, a cart, a guess of a password. Gives what went wrong. */
function keepShopping({ url }: ServerProcess, slug: string) {
  const client = createClient({ url });
  const faults: string[] = [];
  let [rounds, isOver] = [0, false];
  const shopping = (async () => {
    for (; !isOver; rounds += 1) {
      const login = { email: `somebody-${rounds}@example.com`, password: "a guess" };
      const asked = [
        client.catalog.product.query({ slug }),
        client.cart.create.mutate(),
        client.auth.login.mutate(login),
      ];
      for (const each of await Promise.allSettled(asked)) {
        const code = each.status === "rejected" ? String(each.reason.code ?? each.reason) : "";
        if (!["", "INVALID_CREDENTIALS", "RATE_LIMITED"].includes(code)) faults.push(code);
      }
    }
  })();
  return {
    rounds: () => rounds,
    async end() {
      isOver = true;
      await shopping;
      return faults;
    },
  };
}

describe.skipIf(!hasRedis)("two servers with a Redis", () => {
  const outages: { begin(redis: TestRedis): unknown; end(redis: TestRedis): unknown }[] = [
    { begin: (redis) => redis.stop(), end: (redis) => redis.start() },
    { begin: (redis) => redis.signal("SIGSTOP"), end: (redis) => redis.signal("SIGCONT") },
    { begin: (redis) => redis.fill(true), end: (redis) => redis.fill(false) },
  ];

  test("sell on while it is killed, paused and full, tell of it once each time, find it again by themselves, and show each other's changes throughout", async () => {
    await using redis = await startRedis();
    const url = await newDatabaseUrl();
    const { db } = openDatabase({ url });
    const { slug } = await newProduct(db);
    const env = { DATABASE_URL: url, REDIS_URL: redis.url };
    const servers = await Promise.all([startServer(env), startServer(env)]);
    const shoppers = servers.map((server) => keepShopping(server, slug));
    const [here, there] = servers.map((server) => createClient({ url: server.url }));
    if (!here || !there) throw new Error("there are two");
    const order = await newOrder({ client: here, db });
    const watcher = watch(there, order);

    let heard = 0;
    await untilAll(servers, "up");
    for (const { begin, end } of outages) {
      await begin(redis);
      await untilAll(servers, "down");
      const before = shoppers.map(({ rounds }) => rounds());
      const haveGoneOn = async () => shoppers.every(({ rounds }, at) => rounds() > (before[at] ?? 0));
      await eventually(haveGoneOn, (gone) => gone);
      heard += 1;
      await happen(db, order.id, "confirmed", heard); // by a process that tells nobody
      await watcher.until(heard);
      await db.update(products).set({ title: `Tea ${heard}` });
      for (const client of [here, there]) {
        const shown = async () => (await client.catalog.product.query({ slug })).title;
        await eventually(shown, (title) => title === `Tea ${heard}`);
      }
      await end(redis);
      await untilAll(servers, "up");
    }
    for (const told of servers.map(toldBy)) {
      expect(told.length).toBeGreaterThanOrEqual(2 * outages.length);
      expect(told).toEqual(told.map((_, at) => (at % 2 === 0 ? "down" : "up")));
    }
    expect(await Promise.all(shoppers.map(({ end }) => end()))).toEqual([[], []]);
    await here.order.cancel.mutate(order);
    await watcher.until(heard + 1);
    watcher.stop();
    expect(await Promise.all(servers.map((server) => server.stop("SIGTERM")))).toEqual([0, 0]);
  });

  test.skipIf(!hasOpenssl)("that wants TLS and a password reach it by its address", async () => {
    const port = await unusedPort();
    const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key } = await newCertificate();
    const tls = [
      "--tls-port",
      `${port}`,
      "--tls-cert-file",
      cert,
      "--tls-key-file",
      key,
      "--tls-auth-clients",
      "no",
    ];
    await using _ = await startRedis(...tls, "--requirepass", "open-sesame");
    const { href } = new URL(`rediss://:open-sesame@localhost:${port}`);
    const server = await startServer({ REDIS_URL: href, NODE_EXTRA_CA_CERTS: cert });
    expect(await readiness(server)).toBe(ready("up"));
    expect(await server.stop("SIGTERM")).toBe(0);
    const stranger = await startServer({ REDIS_URL: href });
    expect(await readiness(stranger)).toBe(ready("down"));
    expect(stranger.output()).not.toContain("open-sesame");
    expect(await stranger.stop("SIGTERM")).toBe(0);
  });
});
