import { describe, expect, test } from "bun:test";
import { createRedisLimiter } from "../../server/infra/redis/limiter.ts";
import type { SharedRedis } from "../../server/infra/redis/shared-redis.ts";
import { createRedisTurns } from "../../server/infra/redis/turns.ts";
import { newMeasuredShop } from "../helpers/metrics.ts";
import { connect, hasRedis, startRedis, untilUp } from "../helpers/redis.ts";

/** Counts what was asked for, or -1 without Redis. */
const count = (redis: SharedRedis) =>
  redis.ask(
    "limits",
    (client) => client.incr("counted"),
    () => -1,
  );

describe.skipIf(!hasRedis)("the Redis that processes share", () => {
  test("is reached with a name and a password, and how it refuses is logged without either", async () => {
    await using server = await startRedis("--requirepass", "open-sesame");
    const at = (who: string) => `redis://${who}127.0.0.1:${server.port}/3`;
    for (const who of [":open-sesame@", "default:open-sesame@"]) {
      using allowed = await connect(at(who));
      expect(await count(allowed.redis)).toBeGreaterThan(0);
      expect(allowed.lines()).toEqual([]);
    }
    for (const [who, reason] of [
      ["", "NOAUTH"],
      [":open-simsim@", "WRONGPASS"],
    ] as const) {
      using refused = await connect(at(who));
      expect(await count(refused.redis)).toBe(-1);
      expect(refused.lines()).toMatchObject([{ reason }]);
      expect(JSON.stringify(refused.lines())).not.toContain("open");
    }
  });

  test("has users with the rights that the docs name, and is down for one that hears nobody", async () => {
    await using server = await startRedis();
    const rights = "~bodega:* +@read +@write +@scripting +@pubsub +@connection +@transaction +info".split(
      " ",
    );
    const connectAs = async (name: string, ...more: string[]) => {
      await Bun.$`redis-cli -p ${server.port} acl setuser ${name} on nopass ${rights} ${more}`.quiet();
      return connect(`redis://${name}:any@127.0.0.1:${server.port}`);
    };
    using shop = await connectAs("shop", "&bodega:*");
    const limiter = createRedisLimiter(shop.redis);
    const limit = { name: "tries", attempts: 1, seconds: 60 };
    expect(await limiter.count(limit, "ada")).toBeUndefined();
    expect(await limiter.count(limit, "ada")).toBeWithin(1, 61);
    expect(await limiter.wait(limit, "ada")).toBeWithin(1, 61);
    await limiter.forget(limit, "ada");
    const turn = await createRedisTurns(shop.redis).take("search", 60_000);
    await turn?.giveBack();
    const { promise: heard, resolve } = Promise.withResolvers<string>();
    shop.redis.onMessage(resolve);
    shop.redis.publish("hello");
    expect(await heard).toBe("hello");
    expect([shop.redis.isUp, shop.lines()]).toEqual([true, []]);

    using deaf = await connectAs("deaf");
    expect([deaf.redis.isUp, deaf.lines()]).toMatchObject([false, [{ reason: "NOPERM" }]]);
  });

  test("is kept apart from what else is in it by a prefix, which its address may say", async () => {
    await using server = await startRedis();
    using shoes = await connect(`${server.url}?keyPrefix=shoes:`);
    using hats = await connect(`${server.url}?keyPrefix=hats:`);
    using bodega = await connect(server.url);
    const heard: string[] = [];
    const { promise: through, resolve } = Promise.withResolvers<void>();
    hats.redis.onMessage((message) => heard.push(message));
    shoes.redis.onMessage((message) => message === "to shoes" && resolve());
    for (const { redis } of [shoes, hats, bodega]) expect(await count(redis)).toBe(1);
    const keys = await bodega.redis.ask(
      "limits",
      (client) => client.keys("*counted"),
      () => [],
    );
    expect(keys.toSorted()).toEqual(["bodega:counted", "hats:counted", "shoes:counted"]);
    shoes.redis.publish("to shoes");
    await through;
    expect(heard).toEqual([]);
  });

  test("that hangs holds up who asked then, and nobody after that", async () => {
    await using server = await startRedis();
    using connected = await connect(server.url);
    expect(await count(connected.redis)).toBe(1);
    server.signal("SIGSTOP");
    const atOnce = Array.from({ length: 20 }, () => count(connected.redis));
    expect(new Set(await Promise.all(atOnce))).toEqual(new Set([-1]));
    let asked = 0;
    const ask = () =>
      connected.redis.ask(
        "limits",
        async () => {
          asked += 1;
          return 0;
        },
        () => -1,
      );
    expect([await ask(), await ask(), asked]).toEqual([-1, -1, 0]);
    server.signal("SIGCONT");
    await untilUp(connected);
    expect(await ask()).toBe(0);
  });

  test("that takes too long for every answer is not asked at all", async () => {
    await using server = await startRedis();
    using connected = await connect(server.url);
    await Bun.$`redis-cli -p ${server.port} client pause 60000 all`.quiet(); // answers nobody, and takes connections
    expect(await count(connected.redis)).toBe(-1);
    expect(connected.redis.isUp).toBe(false);
    expect(connected.lines()).toMatchObject([{ reason: "it took too long" }]);
  });

  test("tells the metrics and /readyz whether it is up, and of what was done without it", async () => {
    await using server = await startRedis();
    const without = await newMeasuredShop();
    expect([...(await without.read()).keys()].filter((name) => name.includes("redis"))).toEqual([]);
    expect(await (await without.fetch("http://shop.test/readyz")).json()).toEqual({ status: "ready" });

    using connected = await connect(server.url, without.metrics);
    const shop = await newMeasuredShop({ redis: connected.redis });
    const readiness = async () => {
      const response = await shop.fetch("http://shop.test/readyz");
      return [response.status, await response.json()];
    };
    const samples = async () => {
      const read = await without.read();
      return [read.get("bodega_redis_up"), read.get('bodega_redis_failures_total{purpose="limits"}')];
    };
    expect(await samples()).toEqual([1, undefined]);
    expect(await readiness()).toEqual([200, { status: "ready", redis: "up" }]);
    await server.stop();
    for (let time = 0; time < 3; time++) await count(connected.redis);
    expect(await samples()).toEqual([0, 3]);
    expect(await readiness()).toEqual([200, { status: "ready", redis: "down" }]);
    await server.start();
    await untilUp(connected);
    expect(await samples()).toEqual([1, 3]);
  });
});
