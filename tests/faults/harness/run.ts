import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../../bench/random.ts";
import { fillDatabase } from "../../../testing/database.ts";
import { startSqld } from "../../helpers/sqld.ts";
import { temporaryPath } from "../../helpers/temporary.ts";
import type { Acknowledged } from "./acknowledged.ts";
import { shop } from "./buyer.ts";
import { check } from "./check.ts";
import { tend } from "./clerk.ts";
import { hearOfExpired, passDeadlines } from "./deadlines.ts";
import { keepWorking } from "./keep-working.ts";
import { deliverRest } from "./outbox.ts";
import { startDatabaseStage, startShopStage } from "./stage.ts";
import { newFaultyWorld, openWorld } from "./world.ts";

export interface FaultPlan {
  kills: number;
  /** Decides when the server is killed and what each client does; what a kill meets is up to the machine. */
  seed: number;
  /** What is killed: the shop's server, or that of its database. */
  victim?: "shop" | "database";
  /** Told after each kill. */
  tell?: (kill: number, acknowledged: Acknowledged) => void;
}

/** In milliseconds: for how long a server is left alive, at least and at most. */
const [shortestLife, longestLife] = [30, 500];

/** How much is done at least while it is: on a machine that has much else to do a server lives longer. */
const leastDone = 4;

const workers = [shop, shop, shop, shop, tend, tend, tend, tend];

/**
 * Kills a server again and again while buyers and staff work on it who send again whatever was not answered, and looks
 * after each start whether all adds up and all that was acknowledged is there; at the end, whether there is nothing else.
 * @throws when something is lost, doubled or broken
 */
export async function runFaults({
  kills,
  seed,
  victim = "shop",
  tell = () => {},
}: FaultPlan): Promise<Acknowledged> {
  const random = seededRandom(seed);
  const sqld = victim === "database" ? await startSqld() : undefined;
  const databaseUrl = sqld?.url ?? `file:${temporaryPath("shop.db")}`;
  await fillDatabase(databaseUrl);
  const world = await newFaultyWorld(databaseUrl);
  const stage = await (sqld ? startDatabaseStage(sqld) : startShopStage(databaseUrl));
  const closing = new AbortController();
  const open = openWorld(world, stage.url, closing.signal);
  const working = Promise.all(
    workers.map((work) => keepWorking(open, work, seededRandom(random() * 2 ** 32))),
  );
  working.catch(() => {}); // told of below, once nothing else is under way
  try {
    for (let kill = 1; kill <= kills; kill++) {
      for (const before = world.acknowledged.size; world.acknowledged.size < before + leastDone; ) {
        await Promise.race([working, delay(shortestLife)]);
      }
      await Promise.race([working, delay(shortestLife + random() * (longestLife - shortestLife))]);
      await stage.crash(() => passDeadlines(world, random));
      await check(world);
      tell(kill, world.acknowledged);
    }
    closing.abort();
    await working;
    await hearOfExpired(open);
    await stage.end();
    await check(world, { isQuiet: true });
    await deliverRest(world, stage.env);
    return world.acknowledged;
  } catch (error) {
    throw new Error(`With seed ${seed}; the server said: ${stage.output().slice(-2_000)}`, { cause: error });
  } finally {
    await sqld?.stop();
  }
}
