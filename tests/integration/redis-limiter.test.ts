import { describe, expect, test } from "bun:test";
import type { Limiter } from "../../server/core/ports.ts";
import { createRedisLimiter } from "../../server/infra/redis/limiter.ts";
import { createTestShop } from "../../testing/shop.ts";
import { connect, hasRedis, startRedis, type TestRedis, untilUp } from "../helpers/redis.ts";
import { refusalOf } from "../helpers/refusal.ts";

const limit = { name: "tries", attempts: 3, seconds: 60 };

async function countAll(limiter: Limiter, key: string, times: number) {
  const waits: (number | undefined)[] = [];
  for (let time = 0; time < times; time++) waits.push(await limiter.count(limit, key));
  return waits;
}

interface Outage {
  begin(redis: TestRedis): Promise<void> | void;
  end(redis: TestRedis): Promise<void> | void;
}

const outages: [string, Outage][] = [
  ["goes away", { begin: (redis) => redis.stop(), end: (redis) => redis.start() }],
  ["hangs", { begin: (redis) => redis.signal("SIGSTOP"), end: (redis) => redis.signal("SIGCONT") }],
  ["is full", { begin: (redis) => redis.fill(true), end: (redis) => redis.fill(false) }],
];

describe.skipIf(!hasRedis)("with a Redis", () => {
  test("processes count together, and forget together", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const [limiter, twin] = [createRedisLimiter(one.redis), createRedisLimiter(other.redis)];
    expect(await countAll(limiter, "ada", 2)).toEqual([undefined, undefined]);
    const [third, fourth] = await countAll(twin, "ada", 2);
    expect(third).toBeUndefined();
    expect(fourth).toBeWithin(1, 61);
    expect(await limiter.wait(limit, "ada")).toBeWithin(1, 61);
    await limiter.forget(limit, "ada");
    expect(await twin.wait(limit, "ada")).toBeUndefined();
    expect(await twin.count(limit, "ada")).toBeUndefined();
    expect(await limiter.count(limit, "grace")).toBeUndefined();
  });

  test.each(outages)(
    "that %s each process counts for itself, and together again after that; the log says so once each",
    async (_, outage) => {
      await using server = await startRedis();
      using one = await connect(server.url);
      using other = await connect(server.url);
      const [limiter, twin] = [createRedisLimiter(one.redis), createRedisLimiter(other.redis)];
      await countAll(limiter, "before", 4);

      await outage.begin(server);
      const waits = await countAll(limiter, "ada", 4);
      expect(waits.slice(0, 3)).toEqual([undefined, undefined, undefined]);
      expect(waits[3]).toBeWithin(1, 61);
      expect(await limiter.wait(limit, "ada")).toBeWithin(1, 61);
      await limiter.forget(limit, "ada");
      expect(await limiter.count(limit, "ada")).toBeUndefined();
      await untilUp(other, false); // which a probe finds out, as nobody counted there
      await outage.end(server);
      await Promise.all([untilUp(one), untilUp(other)]);

      await countAll(limiter, "after", 3);
      expect(await twin.count(limit, "after")).toBeWithin(1, 61);
      for (const { lines } of [one, other]) {
        expect(lines()).toMatchObject([
          { level: "warn", reason: expect.any(String), msg: expect.stringContaining("Redis is down") },
          { level: "warn", msg: "Redis is up again" },
        ]);
      }
    },
  );

  test("that was never there each process counts for itself, and nobody waits for it to start", async () => {
    await using server = await startRedis();
    await server.stop();
    using connected = await connect(server.url);
    const waits = await countAll(createRedisLimiter(connected.redis), "ada", 4);
    expect(waits.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(waits[3]).toBeWithin(1, 61);
    expect(connected.lines()).toMatchObject([{ reason: "ECONNREFUSED" }]);
  });

  test("guessing a password is refused by every process of a shop together, and by each while Redis is gone", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    await using shop = await createTestShop({ limiter: createRedisLimiter(one.redis) });
    await using twin = await createTestShop({ limiter: createRedisLimiter(other.redis) });
    const guess = async (at: typeof shop, email: string) =>
      (await refusalOf(at.client.auth.login.mutate({ email, password: "a guess" }))).code;
    const guesses = async (at: typeof shop, email: string, times: number) => {
      const codes = new Set<string>();
      for (let time = 0; time < times; time++) codes.add(await guess(at, email));
      return [...codes];
    };
    expect(await guesses(shop, "ada@example.com", 10)).toEqual(["INVALID_CREDENTIALS"]);
    expect(await guess(twin, "ada@example.com")).toBe("RATE_LIMITED");
    await server.stop();
    for (const each of [shop, twin]) {
      expect(await guesses(each, "bob@example.com", 10)).toEqual(["INVALID_CREDENTIALS"]);
      expect(await guess(each, "bob@example.com")).toBe("RATE_LIMITED");
    }
  });
});
