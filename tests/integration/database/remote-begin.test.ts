import { afterAll, beforeAll, expect, test } from "bun:test";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "../../../db/client.ts";
import { begin } from "../../../db/remote/begin.ts";
import { NoAnswer } from "../../../db/remote/no-answer.ts";
import { ServerClock } from "../../../db/remote/server-clock.ts";
import { Stream } from "../../../db/remote/stream.ts";
import { type Sqld, startSqld } from "../../helpers/sqld.ts";

/** In milliseconds: how long who gives up had waited, and less than somebody may keep the write lock and do nothing with it. */
const [short, deadlineMs] = [50, 2_000];

const insert = (by: string) => ({ sql: "insert into written (by) values (?)", args: [by] });

let sqld: Sqld;
let other: ReturnType<typeof openDatabase>;

beforeAll(async () => {
  sqld = await startSqld();
  other = openDatabase({ url: sqld.url, deadlineMs });
  await other.client.execute("create table written (id integer primary key, by text)");
});

afterAll(() => {
  other.client.close();
  return sqld.stop();
});

const streamBy = (fetch: (request: Request) => Promise<Response>) =>
  new Stream({ url: sqld.url, authToken: undefined, fetch });

/** Which is by how much before ours, on this machine. */
function clockAhead(ms: number): ServerClock {
  const [clock, now] = [new ServerClock(), performance.now()];
  clock.learn(Date.now() + ms, now, now);
  return clock;
}

async function write(): Promise<void> {
  const transaction = await other.client.transaction("write");
  await transaction.execute(insert("in time"));
  await transaction.commit();
}

/** Begins a transaction and gives up, of which the server hears nothing, but of the request once the way is open. */
async function giveUp(opened: Promise<void>): Promise<{ answered: Promise<Response> }> {
  const { promise: answered, resolve } = Promise.withResolvers<Response>();
  const stream = streamBy(async (request) => {
    resolve(opened.then(() => fetch(request)));
    await delay(2 * short);
    throw new NoAnswer(short);
  });
  const begun = begin(stream, [insert("late")], { mode: "write", clock: clockAhead(0), deadlineMs: short });
  expect(await begun.catch((error) => error)).toBeInstanceOf(NoAnswer);
  return { answered };
}

test("who gives up while others have the write lock, keeps it from nobody when its turn comes", async () => {
  const first = await other.client.transaction("write");
  await first.execute(insert("in time"));
  const { answered } = await giveUp(Promise.resolve());
  await first.commit();
  await answered;
  await write();
});

test("what arrives when its sender has given up, does nothing", async () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { answered } = await giveUp(opened);
  open();
  await answered;
  await write();
});

test.each([-3, 3])(
  "where a clock has jumped by %i hours, the next transaction begins all the same",
  async (hours) => {
    const clock = clockAhead(hours * 3_600_000);
    const stream = streamBy((request) => fetch(request));
    const { hasBegun } = await begin(stream, [insert("in time")], { mode: "write", clock, deadlineMs });
    expect(hasBegun).toBe(true);
    await stream.close();
    expect(Math.abs(Number(clock.latestAt(performance.now())) - Date.now())).toBeLessThan(deadlineMs);
    await write();
  },
);
