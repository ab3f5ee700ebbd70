import { expect, test } from "bun:test";
import { runFaults } from "./harness/run.ts";

test("a server that is killed ten times under load loses nothing, doubles nothing, and all adds up", async () => {
  const acknowledged = await runFaults({ kills: 10, seed: 1 });
  expect(acknowledged.of("an order was placed").length).toBeGreaterThan(0);
  expect(acknowledged.of("a parcel was packed").length).toBeGreaterThan(0);
});

test("a database server that is killed six times under load loses nothing and doubles nothing, and buyers only wait", async () => {
  const acknowledged = await runFaults({ kills: 6, seed: 1, victim: "database" });
  expect(acknowledged.of("an order was placed").length).toBeGreaterThan(0);
});
