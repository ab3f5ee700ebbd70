import { afterAll, describe, expect, test } from "bun:test";
import { createRedisLimiter } from "../../server/infra/redis-limiter.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { hasRedis, startRedis, type TestRedis } from "../helpers/redis.ts";
import { refusalOf } from "../helpers/refusal.ts";

const limit = { name: "tries", attempts: 3, seconds: 60 };
const started: TestRedis[] = [];

afterAll(() => Promise.all(started.map((redis) => redis.stop())));

async function newRedis(): Promise<TestRedis> {
  const redis = await startRedis();
  started.push(redis);
  return redis;
}

async function countAll(limiter: ReturnType<typeof createRedisLimiter>, key: string, times: number) {
  const waits: (number | undefined)[] = [];
  for (let time = 0; time < times; time++) waits.push(await limiter.count(limit, key));
  return waits;
}

describe.skipIf(!hasRedis)("with a Redis", () => {
  test("processes that share a Redis count together, and forget together", async () => {
    const { url } = await newRedis();
    const { logger } = newLogRecorder();
    const [one, other] = [createRedisLimiter(url, logger), createRedisLimiter(url, logger)];
    expect(await countAll(one, "ada", 2)).toEqual([undefined, undefined]);
    const [third, fourth] = await countAll(other, "ada", 2);
    expect(third).toBeUndefined();
    expect(fourth).toBeWithin(1, 61);
    await one.forget(limit, "ada");
    expect(await other.count(limit, "ada")).toBeUndefined();
    expect(await one.count(limit, "grace")).toBeUndefined();
    one.close();
    other.close();
  });

  test.each(["was never there", "goes away", "hangs"])(
    "while Redis %s each process still counts, and says so once",
    async (how) => {
      const redis = await newRedis();
      const { logger, lines } = newLogRecorder();
      if (how === "was never there") await redis.stop();
      const limiter = createRedisLimiter(redis.url, logger);
      await limiter.count(limit, "before");
      if (how === "goes away") await redis.stop();
      if (how === "hangs") redis.signal("SIGSTOP");
      const waits = await countAll(limiter, "ada", 4);
      expect(waits.slice(0, 3)).toEqual([undefined, undefined, undefined]);
      expect(waits[3]).toBeWithin(1, 61);
      expect(lines().length).toBeLessThanOrEqual(1);

      if (how === "hangs") redis.signal("SIGCONT");
      else await redis.start();
      const other = createRedisLimiter(redis.url, logger);
      for (let round = 0; ; round++) {
        await countAll(limiter, `round ${round}`, 3);
        if ((await other.count(limit, `round ${round}`)) !== undefined) break; // they count together again
      }
      other.close();
      limiter.close();
    },
  );

  test("guessing a password is refused by every process of a shop together", async () => {
    const { url } = await newRedis();
    const { logger } = newLogRecorder();
    const limiters = [createRedisLimiter(url, logger), createRedisLimiter(url, logger)];
    const [shop, twin] = await Promise.all(limiters.map((limiter) => createTestShop({ limiter })));
    const guess = (at = shop) =>
      refusalOf(
        at?.client.auth.login.mutate({ email: "ada@example.com", password: "a guess" }) ?? Promise.resolve(),
      );
    for (let attempt = 0; attempt < 10; attempt++) expect((await guess()).code).toBe("INVALID_CREDENTIALS");
    expect((await guess(twin)).code).toBe("RATE_LIMITED");
    for (const limiter of limiters) limiter.close();
  });
});
