import { expect, test } from "bun:test";
import { withDeadline } from "../../server/infra/deadline.ts";

test("whoever asks a provider that never answers is told so in time, and the request ends", async () => {
  let given: AbortSignal | undefined;
  const asked = withDeadline((signal) => {
    given = signal;
    return new Promise(() => {});
  }, 10);
  await expect(asked).rejects.toThrow("took too long");
  expect(given?.aborted).toBe(true);
});

test("what comes in time comes through, an answer or an error", async () => {
  expect(await withDeadline(async () => 1)).toBe(1);
  const failing = withDeadline(async () => {
    throw new Error("refused");
  });
  await expect(failing).rejects.toThrow("refused");
});
