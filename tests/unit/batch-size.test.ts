import { describe, expect, test } from "bun:test";
import { BatchSize } from "../../server/modules/catalog/batch-size.ts";

const rows = (count: number) => Array.from({ length: count }, () => ({ rows: 1 }));

/** How many rows go into the next batch. */
function roomIn(size: BatchSize): number {
  let count = 0;
  while (size.hasRoom(rows(count), { rows: 1 })) count += 1;
  return count;
}

function learned(time: (rows: number) => number): number {
  const size = new BatchSize();
  for (let batch = 0; batch < 50; batch++) size.learn(rows(roomIn(size)), time(roomIn(size)));
  return roomIn(size);
}

describe("a batch", () => {
  test("grows as long as it takes little time, and not without end", () => {
    expect(learned(() => 1)).toBe(400);
  });

  test("holds what fits the time on a slow machine, and one row at least", () => {
    expect(learned((rows) => rows * 4)).toBe(10);
    expect(learned(() => 5_000)).toBe(1);
  });

  test("counts the rows of its products", () => {
    const size = new BatchSize();
    expect(size.hasRoom([{ rows: 15 }], { rows: 5 })).toBe(true);
    expect(size.hasRoom([{ rows: 15 }], { rows: 6 })).toBe(false);
  });
});
