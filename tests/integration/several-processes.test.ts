import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { openDatabase } from "../../db/client.ts";
import { carts } from "../../db/schema/index.ts";
import { newCartId } from "../../server/core/ids.ts";
import { leaseMs } from "../../server/jobs/outbox-worker.ts";
import { newClock } from "../helpers/clock.ts";
import { newDatabaseFile } from "../helpers/database.ts";
import { enqueueAll, nameOf, newWorker, readOutbox } from "../helpers/outbox.ts";
import { runTogether, startProcess } from "../helpers/processes.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const day = 24 * 60 * 60 * 1000;

test("workers of several processes, one of them killed, deliver each event, in order, and have each effect once", async () => {
  const [path, folder] = [await newDatabaseFile(), temporaryPath("effects")];
  mkdirSync(folder);
  const { db } = openDatabase({ url: `file:${path}` });
  const clock = newClock();
  const subjects = Array.from({ length: 120 }, (_, index) => `s${index % 30}`);
  await enqueueAll(db, subjects, clock);

  const victim = startProcess("deliver-outbox", path, folder, "10");
  await victim.said("hanging\n");
  const others = [1, 2].map(() => startProcess("deliver-outbox", path, folder));
  victim.kill();
  await Promise.all([victim, ...others].map(({ ended }) => ended));

  const left = await readOutbox(db); // what the killed one had taken up, and what stands behind that
  expect(left.length).toBeGreaterThan(0);
  clock.advance(leaseMs + 60_000);
  const late: string[] = [];
  const worker = await newWorker({
    db,
    clock,
    async handle(_, event) {
      late.push(nameOf(event));
      writeFileSync(`${folder}/effect-${nameOf(event)}`, "");
    },
  });
  await worker.runDue();
  expect(await readOutbox(db)).toEqual([]);

  const names = subjects.map((subject, index) => `${subject}-${index}`);
  const handed = [...readFileSync(`${folder}/handed`, "utf8").trim().split("\n"), ...late];
  expect(new Set(handed)).toEqual(new Set(names));
  const twice = handed.filter((name, index) => handed.indexOf(name) !== index);
  expect(twice.every((name) => late.includes(name))).toBe(true);
  expect(
    readdirSync(folder)
      .filter((name) => name !== "handed")
      .toSorted(),
  ).toEqual(names.map((name) => `effect-${name}`).toSorted());
  for (const subject of new Set(subjects)) {
    const last = new Map(
      handed.filter((name) => name.startsWith(`${subject}-`)).map((name, at) => [name, at]),
    );
    expect([...last.keys()]).toEqual(names.filter((name) => last.has(name)));
  }
});

test("idle carts are deleted once, however many processes do it", async () => {
  const path = await newDatabaseFile();
  const { db } = openDatabase({ url: `file:${path}` });
  const dates = { createdAt: new Date(0), updatedAt: new Date(Date.now() - 31 * day) };
  const idle = Array.from({ length: 1_500 }, () => ({
    id: newCartId(),
    market: "default",
    currency: "EUR",
    ...dates,
  }));
  for (let at = 0; at < idle.length; at += 500) await db.insert(carts).values(idle.slice(at, at + 500));
  const printed = await runTogether([1, 2].map(() => startProcess("run-job", path, "delete-idle-carts")));
  expect(printed.map(Number).reduce((sum, each) => sum + each)).toBe(idle.length);
  expect(await db.select().from(carts)).toEqual([]);
});
