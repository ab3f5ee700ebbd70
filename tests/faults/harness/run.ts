import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../../bench/random.ts";
import { openDatabase } from "../../../db/client.ts";
import { brokenInvariants } from "../../helpers/invariants.ts";
import { startServer } from "../../helpers/server-process.ts";
import { temporaryPath } from "../../helpers/temporary.ts";
import { Acknowledged } from "./acknowledged.ts";
import { workAsBuyer } from "./buyer.ts";
import { clientsOf, newFaultyWorld } from "./world.ts";

export interface FaultPlan {
  kills: number;
  /** Decides when the server is killed and what each client does; what a kill meets is up to the machine. */
  seed: number;
  /** Told after each kill what has been acknowledged so far. */
  tell?: (kill: number, acknowledged: number) => void;
}

/** In milliseconds: for how long a server is left alive, at least and at most. */
const shortestLife = 30;
const longestLife = 500;

const buyers = 6;

/**
 * Kills a server again and again while clients work on it who send again whatever was not answered, and looks after each
 * start whether all adds up and all that was acknowledged is there.
 * @throws when something is lost, doubled or broken
 */
export async function runFaults({ kills, seed, tell = () => {} }: FaultPlan): Promise<Acknowledged> {
  const random = seededRandom(seed);
  const world = await newFaultyWorld();
  const env = { DATABASE_URL: `file:${world.path}`, DATA_DIR: temporaryPath("data") };
  let server = await startServer(env);
  const { port } = new URL(server.url);
  const acknowledged = new Acknowledged();
  const closing = new AbortController();
  const shop = { ...clientsOf(server.url, world), ...world, acknowledged, signal: closing.signal };
  const working = Promise.all(
    Array.from({ length: buyers }, () => workAsBuyer(shop, seededRandom(random() * 2 ** 32))),
  );

  for (let kill = 1; kill <= kills; kill++) {
    await Promise.race([working, delay(shortestLife + random() * (longestLife - shortestLife))]);
    await server.stop("SIGKILL");
    server = await startServer({ ...env, PORT: port });
    await check(world.path, acknowledged);
    tell(kill, acknowledged.count);
  }
  closing.abort();
  await working;
  await server.stop("SIGTERM");
  await check(world.path, acknowledged, { isQuiet: true });
  return acknowledged;
}

/** Once all is quiet there is nothing either of which nobody was told. */
async function check(path: string, acknowledged: Acknowledged, { isQuiet = false } = {}): Promise<void> {
  const { client, db } = openDatabase({ url: `file:${path}` });
  try {
    const found = {
      broken: await brokenInvariants(db),
      lost: await acknowledged.lost(db),
      untold: isQuiet ? await acknowledged.untold(db) : [],
    };
    if (Object.values(found).some(({ length }) => length > 0))
      throw new Error(JSON.stringify(found, null, 2));
  } finally {
    client.close();
  }
}
