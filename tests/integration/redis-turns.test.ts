import { describe, expect, test } from "bun:test";
import type { Turns } from "../../server/core/ports.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { createRedisTurns } from "../../server/infra/redis/turns.ts";
import { Loop } from "../../server/jobs/loop.ts";
import { connect, hasRedis, startRedis, untilUp } from "../helpers/redis.ts";

const minute = 60_000;

describe.skipIf(!hasRedis)("turns at a job", () => {
  test("are had by one process at a time, each job's by itself, until they end or are given back", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const [mine, others] = [createRedisTurns(one.redis), createRedisTurns(other.redis)];
    const turn = await mine.take("sweep", minute);
    expect(turn).toBeDefined();
    expect(await others.take("sweep", minute)).toBeUndefined();
    expect(await mine.take("sweep", minute)).toBeUndefined();
    expect(await others.take("count", minute)).toBeDefined();
    await turn?.giveBack();
    expect(await others.take("sweep", minute)).toBeDefined();
  });

  test("that have run out are not given back in another's place", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const [mine, others] = [createRedisTurns(one.redis), createRedisTurns(other.redis)];
    const late = await mine.take("sweep", 1);
    let theirs: Awaited<ReturnType<Turns["take"]>>;
    while (!theirs) theirs = await others.take("sweep", minute);
    await late?.giveBack();
    expect(await mine.take("sweep", minute)).toBeUndefined();
  });

  test("are everybody's while Redis is down", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const both = [createRedisTurns(one.redis), createRedisTurns(other.redis)];
    await server.stop();
    for (const turns of both) {
      for (let time = 0; time < 2; time++) {
        const turn = await turns.take("sweep", minute);
        expect(turn).toBeDefined();
        await turn?.giveBack();
      }
    }
    await server.start();
    await Promise.all([untilUp(one), untilUp(other)]);
    expect(await both[0]?.take("sweep", minute)).toBeDefined();
    expect(await both[1]?.take("sweep", minute)).toBeUndefined();
  });

  test("are passed on to the process that is left", async () => {
    await using server = await startRedis();
    using one = await connect(server.url);
    using other = await connect(server.url);
    const done: string[] = [];
    const { promise: taken, resolve } = Promise.withResolvers<void>();
    const begin = (name: string, turns: Turns) =>
      new Loop({ job: "sweep", logger: createLogger("silent"), pollMs: 20, turns }, async () => {
        done.push(name);
        if (name === "other") resolve();
      });
    const loop = begin("one", createRedisTurns(one.redis));
    while (done.length < 2) await new Promise(setImmediate);
    await loop.stop();
    const left = begin("other", createRedisTurns(other.redis));
    await taken;
    await left.stop();
  });
});
