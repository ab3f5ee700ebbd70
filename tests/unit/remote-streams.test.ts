import { expect, test } from "bun:test";
import { resultsOf, runAlone } from "../../db/remote/batch.ts";
import { wasAnswered, wasNotDone } from "../../db/remote/faults.ts";
import { toStep } from "../../db/remote/hrana.ts";
import { Streams } from "../../db/remote/streams.ts";

interface Asked {
  baton: string | null;
  requests: { type: string }[];
}

/** A server that says what it is told to; each answer brings a new baton: `b1`, `b2`, … */
function newServer() {
  const heard: { baton: string | null; types: string[] }[] = [];
  let next: (() => Response) | undefined;
  const done = { step_results: [{ cols: [], rows: [], affected_row_count: 0 }], step_errors: [null] };
  const answer = (result: unknown) =>
    Response.json({
      baton: `b${heard.length}`,
      results: [{ type: "ok", response: { type: "batch", result } }],
    });
  const fetch = async (request: Request) => {
    const { baton, requests } = (await request.json()) as Asked;
    heard.push({ baton, types: requests.map(({ type }) => type) });
    const said = next?.() ?? answer(done);
    next = undefined;
    return said;
  };
  return {
    streams: new Streams({ url: "http://database.test", authToken: undefined, fetch }),
    batons: () => heard.map(({ baton }) => baton),
    heard,
    refuse: (code: string) => {
      next = () => answer({ step_results: [null], step_errors: [{ message: "no", code }] });
    },
    fail: () => {
      next = () => new Response("away", { status: 502 });
    },
  };
}

const read = (streams: Streams) => streams.use((stream) => runAlone(stream, "select 1"));

test("a stream is used again, also after a statement that was refused", async () => {
  const { streams, batons, refuse } = newServer();
  await read(streams);
  refuse("SQLITE_CONSTRAINT");
  await expect(read(streams)).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT" });
  await read(streams);
  expect(batons()).toEqual([null, "b1", "b2"]);
});

test("those who ask at the same time have one each, and the last one given back is taken first", async () => {
  const { streams, batons } = newServer();
  await Promise.all([read(streams), read(streams)]);
  await read(streams);
  expect(batons()).toEqual([null, null, "b2"]);
});

test("after something that is no answer none of those before is used again", async () => {
  const { streams, batons, fail } = newServer();
  await Promise.all([read(streams), read(streams)]);
  fail();
  await expect(read(streams)).rejects.toThrow("The database server answered 502: away");
  await read(streams);
  expect(batons()).toEqual([null, null, "b2", null]);
});

test("what was left open is closed, and not used again", async () => {
  const { streams, heard } = newServer();
  await streams.spend((stream) => runAlone(stream, "begin"));
  await read(streams);
  expect(heard).toEqual([
    { baton: null, types: ["batch"] },
    { baton: "b1", types: ["close"] },
    { baton: null, types: ["batch"] },
  ]);
});

test("a text that repeats goes over once, unless it is longer than what a server keeps", async () => {
  const { streams, heard } = newServer();
  const steps = ["select 1", "select 2", "select 1"].map((sql) => toStep(sql));
  await streams.use((stream) => stream.run(steps)).catch(() => {});
  const long = toStep(`select '${"x".repeat(5_000)}'`);
  await streams.use((stream) => stream.run([long, long])).catch(() => {});
  expect(heard).toMatchObject([{ types: ["store_sql", "batch", "close_sql"] }, { types: ["batch"] }]);
});

test("an answer that says nothing of a step is no success of it, nor of what may be tried again", () => {
  const said = () => resultsOf({ step_results: [], step_errors: [] }, 1);
  expect(said).toThrow("The database server answered something else");
  expect(thrownBy(said)).toSatisfy((error) => !wasNotDone(error) && !wasAnswered(error));
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
