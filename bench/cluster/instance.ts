import { join } from "node:path";
import { z } from "zod";
import type { Server } from "../child-process.ts";
import { startShop } from "../shop-server.ts";

/** In milliseconds: how often it is asked whether it has its replica. */
const pause = 20;

const ready = z.object({ replica: z.object({ lagSeconds: z.number() }).optional() });

/** What all instances have in common. */
export interface Surroundings {
  databaseUrl: string;
  redisUrl: string;
  /** In which each has a folder of its own. */
  folder: string;
}

/** Starts an instance that reads all from the primary. */
export function startInstance(
  { databaseUrl, redisUrl, folder }: Surroundings,
  name: string,
  more: Record<string, string> = {},
): Promise<Server> {
  return startShop(databaseUrl, { env: { REDIS_URL: redisUrl, DATA_DIR: join(folder, name), ...more } });
}

/** Starts one that reads the catalogue from a replica of its own, and waits until it does. */
export async function startWithReplica(surroundings: Surroundings, name: string): Promise<Server> {
  const path = join(surroundings.folder, `${name}.db`);
  const server = await startInstance(surroundings, name, { DATABASE_REPLICA_PATH: path });
  const look = () => fetch(`http://127.0.0.1:${server.port}/readyz`);
  while (!ready.parse(await (await look()).json()).replica) await Bun.sleep(pause);
  return server;
}
