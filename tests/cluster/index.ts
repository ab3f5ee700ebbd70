import { parseArgs } from "node:util";
import { removeTemporary } from "../helpers/temporary.ts";
import { startCluster } from "./cluster.ts";
import { diagnose } from "./diagnose.ts";
import { prove } from "./prove.ts";

// A shop in three regions, each part of which is killed and cut off: `bun run test:cluster`.

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now()) },
    buyers: { type: "string", default: "500" },
    units: { type: "string", default: "50" },
    reads: { type: "string", default: "1000" },
    rounds: { type: "string", default: "1" },
  },
});
const { seed, ...sizes } = {
  seed: Number(values.seed),
  buyers: Number(values.buyers),
  units: Number(values.units),
  reads: Number(values.reads),
  rounds: Number(values.rounds),
};
process.on("exit", removeTemporary);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
process.stdout.write(`A shop in three regions, with --seed ${seed}\n`);
const cluster = await startCluster();
try {
  await prove(cluster, seed, sizes);
} catch (error) {
  throw new Error(`With --seed ${seed}. ${await diagnose(cluster)}`, { cause: error });
} finally {
  await cluster.stop();
}
process.exit(0);
