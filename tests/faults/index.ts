import { parseArgs } from "node:util";
import { runFaults } from "./harness/run.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now()) },
  },
});
const plan = { kills: Number(values.kills), seed: Number(values.seed) };

process.stdout.write(`Killing the server ${plan.kills} times, with --seed ${plan.seed}\n`);
const acknowledged = await runFaults({
  ...plan,
  tell: (kill, count) => process.stdout.write(`${kill}: all of ${count} acknowledged facts are there\n`),
});
process.stdout.write(`Nothing was lost, doubled or broken in ${acknowledged.count} acknowledged facts\n`);
process.exit(0);
