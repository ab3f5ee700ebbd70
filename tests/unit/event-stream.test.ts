import { expect, test } from "bun:test";
import { streamEvents, visitAll } from "../../server/http/event-stream.ts";
import type { WireEvent } from "../../server/trpc/subscription.ts";

const hour = 60 * 60 * 1000;

/** A stream of these events that goes on without an end, and whether it has been left. */
function open(...events: WireEvent[]) {
  let left = false;
  const iterator: AsyncIterator<WireEvent, undefined> = {
    next() {
      const value = events.shift();
      return value ? Promise.resolve({ done: false, value }) : new Promise(() => {});
    },
    async return() {
      left = true;
      return { done: true, value: undefined };
    },
  };
  const reader = streamEvents(iterator, {}).body?.getReader();
  const read = async () => {
    const { value } = (await reader?.read()) ?? {};
    return value && new TextDecoder().decode(value);
  };
  return { read, leave: () => reader?.cancel(), isLeft: () => left };
}

test("events are written as server-sent events are, after the word that it has begun", async () => {
  const { read, leave, isLeft } = open({ data: "1", id: "7" }, { event: "serialized-error", data: "2" });
  expect(await read()).toMatch(/^retry: \d{4}\nevent: connected\ndata: \{\}\n\n$/);
  expect(await read()).toBe("data: 1\nid: 7\n\n");
  expect(await read()).toBe("event: serialized-error\ndata: 2\n\n");
  expect(isLeft()).toBe(false);
  await leave();
  expect(isLeft()).toBe(true);
});

test("whoever listens has a sign of life with each visit; who has not read since the last is given up", async () => {
  const [listener, stuck] = [open(), open()];
  for (const { read } of [listener, stuck]) await read();
  visitAll();
  expect(await listener.read()).toBe("event: ping\ndata: \n\n");
  visitAll();
  expect(await listener.read()).toBe("event: ping\ndata: \n\n");
  expect([listener.isLeft(), stuck.isLeft()]).toEqual([false, true]);
  await listener.leave();
});

test("after an hour it ends without a word, so that the listener comes again", async () => {
  const { read, isLeft } = open();
  await read();
  visitAll(performance.now() + hour + 1000);
  expect(await read()).toBeUndefined();
  expect(isLeft()).toBe(true);
});
