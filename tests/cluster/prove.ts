import { seededRandom } from "../../bench/random.ts";
import { formatNumber } from "../../bench/table.ts";
import { deliverRest } from "../faults/harness/outbox.ts";
import type { Cluster } from "./cluster.ts";
import { type Endured, endureFaults } from "./endure.ts";
import { sellOut } from "./many-buyers.ts";
import { readNext } from "./next-read.ts";
import { recoveryTable } from "./report.ts";
import { openClusterWorld } from "./shop-world.ts";
import { shopEverywhere } from "./shopping-flow.ts";

export interface Sizes {
  /** How many want one unit each of how many there are. */
  buyers: number;
  units: number;
  /** How many changes are looked for by the next read. */
  reads: number;
  /** How often each part is killed and cut off. */
  rounds: number;
}

/** Looks whether a shop in several regions holds what it promises, and prints what was seen. @throws when it does not */
export async function prove(
  cluster: Cluster,
  seed: number,
  { buyers, units, reads, rounds }: Sizes,
): Promise<void> {
  const random = seededRandom(seed);
  const closing = new AbortController();
  const world = await openClusterWorld(cluster, closing.signal);
  await step("the shop sells through every region, and through all of them at once", () =>
    shopEverywhere(world, random),
  );
  await step(`${buyers} buyers everywhere at once: ${units} units sold, none twice`, () =>
    sellOut(world, { buyers, units }),
  );
  await step(`${reads} changes, each seen by the next read of who made it, wherever that came in`, () =>
    readNext(world, random, reads),
  );
  const endured: Endured[] = [];
  const tell = (each: Endured) => endured.push(each);
  await step("each part killed and cut off: nothing lost, doubled or broken", () =>
    endureFaults(world, random, { rounds, close: () => closing.abort(), tell }),
  );
  await step("all that was left to be told, told", async () => {
    await cluster.stopInstances();
    await deliverRest(world.shared, { ...cluster.env, DATABASE_URL: cluster.primary.url });
  });
  print(`\n${recoveryTable(endured)}\n`);
  for (const [fact, count] of world.shared.acknowledged.counts())
    print(`${String(count).padStart(8)}  ${fact}`);
}

async function step(what: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  print(`${formatNumber((performance.now() - started) / 1000).padStart(6)} s  ${what}`);
}

const print = (text: string) => process.stdout.write(`${text}\n`);
