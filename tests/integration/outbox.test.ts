import { describe, expect, test } from "bun:test";
import { openDatabase } from "../../db/client.ts";
import { untraced } from "../../server/core/telemetry-port.ts";
import { backoffLimit, maxAttempts } from "../../server/jobs/backoff.ts";
import type { Handler } from "../../server/jobs/handlers.ts";
import { leaseMs, OutboxWorker } from "../../server/jobs/outbox-worker.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabase, newDatabaseUrl } from "../helpers/database.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { enqueueAll, nameOf, newWorker, readOutbox } from "../helpers/outbox.ts";

async function newOutbox(handle: Handler) {
  const { db } = await newDatabase();
  const clock = newClock();
  const log = newLogRecorder();
  const worker = await newWorker({ db, clock, handle, logger: log.logger });
  return { db, clock, log, worker };
}

/** A handler that keeps the names of what it was handed, and fails as long as it is told to. */
function newRecorder(fails: (name: string, attempt: number) => boolean = () => false) {
  const handed: string[] = [];
  const handle: Handler = async (_, event) => {
    const name = nameOf(event);
    handed.push(name);
    const attempt = handed.filter((each) => each === name).length;
    if (fails(name, attempt)) throw new Error(`550 <ada@example.com> is unknown`);
  };
  return { handed, handle };
}

describe("an event", () => {
  test("that was delivered is gone", async () => {
    const { handed, handle } = newRecorder();
    const { db, clock, worker } = await newOutbox(handle);
    await enqueueAll(db, ["a", "b"], clock);
    await worker.runDue();
    await worker.runDue();
    expect(handed).toEqual(["a-0", "b-1"]);
    expect(await readOutbox(db)).toEqual([]);
  });

  test("that fails waits for its back-off, longer each time, and is delivered once it can be", async () => {
    const { handed, handle } = newRecorder((_, attempt) => attempt <= 2);
    const { db, clock, worker } = await newOutbox(handle);
    await enqueueAll(db, ["a"], clock);
    for (const [attempt, handedSoFar] of [
      [1, 1],
      [2, 2],
    ] as const) {
      await worker.runDue();
      await worker.runDue();
      expect(handed.length).toBe(handedSoFar);
      expect(await readOutbox(db)).toMatchObject([{ attempts: attempt, deadAt: null, lastError: "Error" }]);
      clock.advance(backoffLimit(attempt) / 2);
      await worker.runDue();
      expect(handed.length).toBe(handedSoFar);
      clock.advance(1);
    }
    await worker.runDue();
    expect(handed.length).toBe(3);
    expect(await readOutbox(db)).toEqual([]);
  });

  test("that always fails is given up, kept and logged, without a word of what the error said", async () => {
    const { handed, handle } = newRecorder(() => true);
    const { db, clock, log, worker } = await newOutbox(handle);
    await enqueueAll(db, ["a"], clock);
    for (let round = 0; round < maxAttempts + 3; round++) {
      await worker.runDue();
      clock.advance(backoffLimit(maxAttempts));
    }
    expect(handed.length).toBe(maxAttempts);
    expect(await readOutbox(db)).toMatchObject([
      { topic: "order.placed", attempts: maxAttempts, deadAt: expect.any(Date), lastError: "Error" },
    ]);
    const errors = log.lines().filter(({ level }) => level === "error");
    expect(errors).toMatchObject([{ msg: "gave up an event", topic: "order.placed", attempts: maxAttempts }]);
    expect(JSON.stringify(log.lines())).not.toContain("ada@example.com");
  });

  test("that ends every process that takes it up is given up too", async () => {
    const { db, clock, worker } = await newOutbox(() => new Promise(() => {}));
    await enqueueAll(db, ["a"], clock);
    for (let attempt = 0; attempt <= maxAttempts; attempt++) {
      void worker.runDue();
      while ((await readOutbox(db))[0]?.attempts === attempt) await Promise.resolve();
      clock.advance(leaseMs);
    }
    while ((await readOutbox(db))[0]?.deadAt === null) await Promise.resolve();
    expect(await readOutbox(db)).toMatchObject([{ lastError: "never finished" }]);
  });

  test("of a topic that nobody handles yet waits for a version that does", async () => {
    const { db, clock } = await newOutbox(async () => {});
    const { logger } = newLogRecorder();
    const context = {
      ...(await newServiceContext({ db, clock })),
      mailer: { send: async () => {} },
      logger,
      lowStockEmail: undefined,
      tracer: untraced,
    };
    await enqueueAll(db, ["a"], clock);
    await new OutboxWorker({ context, logger, handlers: {} }).runDue();
    expect(await readOutbox(db)).toMatchObject([{ deadAt: null, lastError: "no handler" }]);
    clock.advance(backoffLimit(1) + 1);
    const { handed, handle } = newRecorder();
    await (await newWorker({ db, clock, handle })).runDue();
    expect(handed).toEqual(["a-0"]);
  });
});

describe("events of one subject", () => {
  test("are delivered in their order, those of others meanwhile", async () => {
    const { handed, handle } = newRecorder((name, attempt) => name === "a-0" && attempt === 1);
    const { db, clock, worker } = await newOutbox(handle);
    await enqueueAll(db, ["a", "a", "b", "b", "a"], clock);
    await worker.runDue();
    expect(handed).toEqual(["a-0", "b-2", "b-3"]);
    clock.advance(backoffLimit(1));
    await worker.runDue();
    expect(handed).toEqual(["a-0", "b-2", "b-3", "a-0", "a-1", "a-4"]);
  });

  test("go on after one that was given up", async () => {
    const { handed, handle } = newRecorder((name) => name === "a-0");
    const { db, clock, worker } = await newOutbox(handle);
    await enqueueAll(db, ["a", "a"], clock);
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      expect(handed).not.toContain("a-1");
      await worker.runDue();
      clock.advance(backoffLimit(maxAttempts));
    }
    expect(handed.at(-1)).toBe("a-1");
  });
});

describe("several workers", () => {
  test("over one file deliver each event once", async () => {
    const url = await newDatabaseUrl();
    const clock = newClock();
    const { handed, handle } = newRecorder();
    const [{ db }, other] = [openDatabase({ url }), openDatabase({ url })];
    const subjects = Array.from({ length: 100 }, (_, i) => `s${i % 40}`);
    await enqueueAll(db, subjects, clock);
    const workers = await Promise.all(
      [db, db, other.db, other.db].map((db) => newWorker({ db, clock, handle })),
    );
    // The last events of a subject wait for the first: whoever finds nothing due has another look.
    while ((await readOutbox(db)).length > 0) await Promise.all(workers.map((worker) => worker.runDue()));
    expect(handed.toSorted()).toEqual(subjects.map((subject, i) => `${subject}-${i}`).toSorted());
    for (const subject of new Set(subjects)) {
      const indexes = handed
        .filter((name) => name.startsWith(`${subject}-`))
        .map((name) => Number(name.split("-")[1]));
      expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
    }
  });

  test("leave an event to the one that has it until its lease ends, and what that one says then counts no more", async () => {
    const { db, clock } = await newOutbox(async () => {});
    const [slow, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = await newWorker({
      db,
      clock,
      handle: () => {
        taken.resolve();
        return slow.promise;
      },
    });
    const { handed, handle } = newRecorder(() => true);
    const second = await newWorker({ db, clock, handle });
    await enqueueAll(db, ["a"], clock);
    const delivering = first.runDue();
    await taken.promise;

    clock.advance(leaseMs - 1);
    await second.runDue();
    expect(handed).toEqual([]);
    clock.advance(1);
    await second.runDue();
    expect(handed).toEqual(["a-0"]);
    slow.resolve();
    await delivering;
    expect(await readOutbox(db)).toMatchObject([{ attempts: 2, lastError: "Error" }]);
  });
});

describe("a worker that was started", () => {
  test("delivers what was there and what is enqueued, and when stopped ends what it has begun", async () => {
    const handed: string[] = [];
    const [slow, begun, early] = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const { db, clock, worker } = await newOutbox(async (_, event) => {
      handed.push(nameOf(event));
      if (handed.length === 1) return early?.resolve();
      begun?.resolve();
      await slow?.promise;
    });
    await enqueueAll(db, ["before"], clock);
    const stop = worker.start();
    await early?.promise;
    await enqueueAll(db, ["after"], clock);
    await begun?.promise;
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    await enqueueAll(db, ["late"], clock);
    expect(stopped).toBe(false);
    slow?.resolve();
    await stopping;
    expect(handed).toEqual(["before-0", "after-0"]);
    expect(await readOutbox(db)).toMatchObject([{ subjectId: "late", attempts: 0 }]);
  });
});
