import { expect, test } from "bun:test";
import { AskedBefore } from "../../server/http/answers/asked-before.ts";

test("a key is known from the second time on", () => {
  const asked = new AskedBefore();
  expect([asked.note("a"), asked.note("b"), asked.note("a"), asked.note("a")]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("one that very many others came after is forgotten, one that came between is not", () => {
  const asked = new AskedBefore();
  asked.note("once");
  asked.note("again");
  for (let n = 0; n < 30_000; n++) {
    asked.note(`other ${n}`);
    if (n % 5_000 === 0) asked.note("again");
  }
  expect([asked.note("again"), asked.note("once")]).toEqual([true, false]);
});
