import { expect, test } from "bun:test";
import fc from "fast-check";
import { Histogram, Registry } from "prom-client";
import { procedureBounds, TalliedHistogram } from "../../server/infra/metrics/tallied-histogram.ts";

const shape = { name: "calls_seconds", help: "Calls." };
const labels = ["cart.get", "catalog.products", 'with "quotes"'];
const seconds = fc.oneof(
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.constantFrom(0, 0.001, 0.0025, 5, 5.000001),
);

test("a tallied histogram tells what prom-client's own does", async () => {
  const observation = fc.tuple(fc.constantFrom(...labels), seconds);
  await fc.assert(
    fc.asyncProperty(fc.array(observation), async (observations) => {
      const [ours, theirs] = [new Registry(), new Registry()];
      const tallied = new TalliedHistogram(ours, { ...shape, label: "procedure" });
      const usual = new Histogram({
        ...shape,
        labelNames: ["procedure"],
        buckets: [...procedureBounds],
        registers: [theirs],
      });
      for (const [label, value] of observations) {
        tallied.observe(label, value);
        usual.observe({ procedure: label }, value);
      }
      expect(await ours.metrics()).toBe(await theirs.metrics());
    }),
  );
});
