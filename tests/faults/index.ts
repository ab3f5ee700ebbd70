import { parseArgs } from "node:util";
import { runFaults } from "./harness/run.ts";
import { runPaymentFaults } from "./payments/run.ts";

const { values } = parseArgs({
  options: {
    payments: { type: "boolean", default: false },
    checkouts: { type: "string", default: "1000" },
    kills: { type: "string" },
    victim: { type: "string", default: "shop" },
    seed: { type: "string", default: String(Date.now()) },
  },
});
const { checkouts, payments } = values;
const plan = { kills: Number(values.kills ?? (payments ? 20 : 200)), seed: Number(values.seed) };
const print = (text: string) => process.stdout.write(`${text}\n`);
const report = (counts: Iterable<readonly [name: string, count: number]>) => {
  for (const [name, count] of counts) print(`${String(count).padStart(8)}  ${name}`);
};

const victim = values.victim === "database" ? "database" : "shop";
print(`Killing the ${victim} server ${plan.kills} times, with --seed ${plan.seed}`);
if (payments) {
  const tell = (kill: number, placed: number) => print(`${kill} kills, ${placed} orders: all adds up`);
  report(await runPaymentFaults({ ...plan, checkouts: Number(checkouts), tell }));
  print("What the provider has is what the ledger has, and what the orders say");
} else {
  const acknowledged = await runFaults({
    ...plan,
    victim,
    tell(kill, { size }) {
      if (kill % 10 === 0)
        print(`${kill} kills: all adds up, and ${size} things that were acknowledged are there`);
    },
  });
  report(acknowledged.counts());
  print("Nothing was lost, doubled or broken");
}
process.exit(0);
