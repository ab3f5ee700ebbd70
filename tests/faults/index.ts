import { parseArgs } from "node:util";
import { runFaults } from "./harness/run.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    victim: { type: "string", default: "shop" },
    seed: { type: "string", default: String(Date.now()) },
  },
});
const victim = values.victim === "database" ? "database" : "shop";
const plan = { kills: Number(values.kills), seed: Number(values.seed), victim } as const;
const print = (text: string) => process.stdout.write(`${text}\n`);

print(`Killing the ${victim} server ${plan.kills} times, with --seed ${plan.seed}`);
const acknowledged = await runFaults({
  ...plan,
  tell(kill, { size }) {
    if (kill % 10 === 0)
      print(`${kill} kills: all adds up, and ${size} things that were acknowledged are there`);
  },
});
for (const [fact, count] of acknowledged.counts()) print(`${String(count).padStart(8)}  ${fact}`);
print("Nothing was lost, doubled or broken");
process.exit(0);
