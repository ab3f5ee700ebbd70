import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../bench/random.ts";
import { shop } from "../faults/harness/buyer.ts";
import { check } from "../faults/harness/check.ts";
import { tend } from "../faults/harness/clerk.ts";
import { hearOfExpired, passDeadlines } from "../faults/harness/deadlines.ts";
import { keepWorking } from "../faults/harness/keep-working.ts";
import { type Fault, faultsOf } from "./faults.ts";
import { beginCarts, browse, untilReplicated } from "./probe.ts";
import type { ClusterWorld } from "./shop-world.ts";
import { within } from "./within.ts";

/** What came of a fault; times in milliseconds. */
export interface Endured {
  name: string;
  /** From its beginning until something was written through every region; undefined where nothing could be. */
  firstWrite: number | undefined;
  /** Orders that were acknowledged while it lasted. */
  orders: number;
  /** From its end until something was written through every region and by every instance. */
  recovery: number;
  /** From then until both replicas of the database had it. */
  replicated: number;
}

/** On each way to the shop. */
const workers = [shop, tend];

/** How much is acknowledged at least before and while something is wrong. */
const leastDone = 20;

/** How many calls come to nothing at least while nothing can be written: by then nobody waits patiently any more. */
const leastGivenUp = 3;

/** How many pages are looked at in each region meanwhile. */
const pages = 5;

/** In milliseconds: how often it is looked whether enough was done. */
const pause = 20;

/**
 * Has each fault happen while buyers and staff work in all regions, looks after each whether all adds up and all that was
 * acknowledged is there, and at the end whether there is nothing else. @throws when something is lost, doubled or broken
 */
export async function endureFaults(
  world: ClusterWorld,
  random: () => number,
  { rounds, close, tell }: { rounds: number; close: () => void; tell: (endured: Endured) => void },
): Promise<void> {
  const { shared, near, direct } = world;
  const working = Promise.all(
    [...near, ...direct].flatMap((open) =>
      workers.map((work) => keepWorking(open, work, seededRandom(random() * 2 ** 32))),
    ),
  );
  working.catch(() => {}); // told of below, once nothing else is under way
  /** What is done alongside, unless a worker has found something wrong. */
  const meanwhile = <Result>(what: string, work: Promise<Result>) =>
    within(
      () => `${what}; the last call that came to nothing: ${world.unanswered.last}`,
      Promise.race([work, working.then(() => work)]),
    );

  for (let round = 0; round < rounds; round++) {
    for (const fault of faultsOf(world.cluster, random)) {
      await meanwhile("calm before the fault", untilDone(world));
      tell(await meanwhile(fault.name, endure(world, fault)));
      await passDeadlines(shared, random);
      await check(shared);
    }
  }
  close();
  await meanwhile("the end of all work", working);
  const [first] = near;
  if (first) await meanwhile("the end of what is overdue", hearOfExpired(first));
  await check(shared, { isQuiet: true });
  for (const { sqld } of world.cluster.replicas) await check({ ...shared, url: sqld.url }, { isQuiet: true });
}

async function endure(world: ClusterWorld, fault: Fault): Promise<Endured> {
  const { cluster, shared, near, direct } = world;
  const visitors = near.map(({ buyer }) => buyer);
  const placed = () => shared.acknowledged.of("an order was placed").length;
  const placedBefore = placed();
  const began = performance.now();
  await fault.begin();
  const sell = async (): Promise<number> => {
    await beginCarts(visitors);
    const firstWrite = performance.now() - began;
    await untilDone(world);
    return firstWrite;
  };
  const [firstWrite] = await Promise.all([
    fault.sells ? sell() : untilGivenUp(world).then(() => undefined),
    browse(visitors, pages),
  ]);
  const orders = placed() - placedBefore;

  const ended = performance.now();
  await fault.end();
  const ids = await beginCarts([...visitors, ...direct.map(({ buyer }) => buyer)]);
  const recovered = performance.now();
  await untilReplicated(cluster.replicas, ids);
  return {
    name: fault.name,
    firstWrite,
    orders,
    recovery: recovered - ended,
    replicated: performance.now() - recovered,
  };
}

/** Until much was acknowledged. */
async function untilDone({ shared: { acknowledged } }: ClusterWorld): Promise<void> {
  for (const before = acknowledged.size; acknowledged.size < before + leastDone; ) await delay(pause);
}

/** Until some that had waited for an answer were told that there is none. */
async function untilGivenUp({ unanswered }: ClusterWorld): Promise<void> {
  for (const before = unanswered.count; unanswered.count < before + leastGivenUp; ) await delay(pause);
}
