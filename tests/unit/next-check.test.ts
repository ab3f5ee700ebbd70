import { expect, test } from "bun:test";
import { nextCheck } from "../../server/modules/payment/next-check.ts";

const minute = 60_000;

test("a provider is asked each minute for half an hour, and then ever less often, four times a day at least", () => {
  const waits = [0, 1, 30, 31, 32, 38, 39, 1_000].map(
    (checks) => nextCheck(checks, new Date(0)).getTime() / minute,
  );
  expect(waits).toEqual([1, 1, 1, 2, 4, 256, 360, 360]);
});
