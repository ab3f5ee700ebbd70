import { pick, seededRandom } from "../../bench/random.ts";
import { createClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { newProduct } from "../../testing/products.ts";
import { changes } from "./changes.ts";
import type { Region } from "./region.ts";
import { roaming } from "./roaming.ts";
import type { ClusterWorld } from "./shop-world.ts";

/** In milliseconds each way: so much later far regions hear of anything. */
const delayMs = 5;

/** How many change things at once, each their own. */
const writers = 8;

/** Of so many changes the last ones meet a far region whose replica does not come on at all. */
const [cycle, held] = [100, 15];

/**
 * Tries so many times whether a client that has changed something sees it with its next read, wherever that comes in. The
 * far replicas are late, and stand still now and then. @throws unless it does
 */
export async function readNext(
  { cluster, shared }: ClusterWorld,
  random: () => number,
  count: number,
): Promise<void> {
  const { acknowledged } = shared;
  const { client: database, db } = openDatabase({ url: shared.url });
  const headers = { authorization: `Bearer ${shared.apiKey}` };
  const far = cluster.regions.filter((region) => region !== cluster.firstRegion);
  for (const { toDatabase } of far) toDatabase.delayMs = delayMs;
  let still: Region | undefined;
  let left = count;
  const work = async (random: () => number): Promise<void> => {
    const product = await newProduct(db);
    const client = createClient({ ...roaming(cluster, random), retry: 0, headers });
    const writer = { db, client, acknowledged, ...product };
    while (left > 0) {
      left -= 1;
      if (left % cycle === held) still = holdReplica(pick(far, random));
      if (left % cycle === 0) still?.letReplicaGo();
      const [name, change] = pick(Object.entries(changes), random);
      const [expected, shown] = await change(writer, newWord(random));
      if (!Bun.deepEquals(expected, shown)) throw new Error(JSON.stringify({ name, expected, shown }));
    }
  };
  await Promise.all(Array.from({ length: writers }, () => work(seededRandom(random() * 2 ** 32))));
  for (const { toDatabase } of far) toDatabase.delayMs = 0;
  database.close();
}

function holdReplica(region: Region): Region {
  region.holdReplica();
  return region;
}

const newWord = (random: () => number) =>
  Math.floor(random() * 36 ** 8)
    .toString(36)
    .padStart(8, "x");
