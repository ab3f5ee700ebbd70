import { expect, test } from "bun:test";
import { type TRPCError, tracked } from "@trpc/server";
import type { RequestContext } from "../../server/trpc/context.ts";
import { MappedEvents } from "../../server/trpc/mapped-events.ts";
import { openSubscription, type Subscription, type WireEvent } from "../../server/trpc/subscription.ts";

/** What comes of a procedure that gives these events, and what is noted of its failure. */
async function open(answer: () => AsyncIterable<unknown>) {
  const faults: TRPCError[] = [];
  const procedure = (async () => answer()) as unknown as Subscription["procedure"];
  const asked = { path: "order.watch", procedure, input: undefined };
  const events = await openSubscription(asked, { requestId: "req-1" } as RequestContext, (error) =>
    faults.push(error),
  );
  const rest = async () => {
    const all: WireEvent[] = [];
    for (let next = await events.next(); !next.done; next = await events.next()) all.push(next.value);
    return all;
  };
  return { events, rest, faults };
}

test("a failure among the events is told without a word of what it was, and is the last", async () => {
  let left = false;
  async function* breaking() {
    yield tracked("7", { id: 7 });
    throw new Error("disk I/O error");
  }
  const { rest, faults } = await open(() => {
    const events = new MappedEvents(breaking(), (each) => each);
    events.return = async () => {
      left = true;
      return { done: true, value: undefined };
    };
    return events;
  });
  const [event, failure, ...others] = await rest();
  expect(event).toEqual({ id: "7", data: '{"json":{"id":7}}' });
  expect(failure?.event).toBe("serialized-error");
  expect(JSON.parse(failure?.data ?? "").json.data).toMatchObject({ code: "INTERNAL", requestId: "req-1" });
  expect(failure?.data).not.toContain("disk");
  expect(others).toEqual([]);
  expect(faults.map(({ cause }) => cause?.message)).toEqual(["disk I/O error"]);
  expect(left).toBe(true);
});

test("an answer that is no stream is refused as an event", async () => {
  const { rest } = await open(() => 1 as unknown as AsyncIterable<unknown>);
  expect((await rest()).map(({ event }) => event)).toEqual(["serialized-error"]);
});

test("who leaves leaves what it was made of", async () => {
  let left = false;
  async function* endless() {
    try {
      for (;;) yield { id: 1 };
    } finally {
      left = true;
    }
  }
  const { events } = await open(() => new MappedEvents(endless(), (each) => each));
  await events.next();
  await events.return?.();
  expect(left).toBe(true);
});
