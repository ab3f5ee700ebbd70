import { fillDatabase } from "../../testing/database.ts";
import { type FlyProxy, startFlyProxy } from "../helpers/fly-proxy.ts";
import { startRedis, type TestRedis } from "../helpers/redis.ts";
import { type SlowProxy, startSlowProxy } from "../helpers/slow-proxy.ts";
import { type Sqld, startSqld } from "../helpers/sqld.ts";
import { temporaryPath } from "../helpers/temporary.ts";
import { type Region, startRegion } from "./region.ts";

/** Where the primary is. */
const firstName = "ams";

const farNames = ["iad", "syd"];

/** A database server that follows the primary. */
export interface Replica {
  sqld: Sqld;
  toPrimary: SlowProxy;
}

/** A shop in three regions: everything that it consists of is a process of its own, and each way between two can be cut. */
export interface Cluster {
  primary: Sqld;
  replicas: readonly Replica[];
  redis: TestRedis;
  regions: readonly Region[];
  /** Beside the primary: Fly's proxy sends it all that is written. */
  firstRegion: Region;
  /** Where clients reach it, each near a region. */
  proxy: FlyProxy;
  /** What all instances have in common. */
  env: Record<string, string> & { DATA_DIR: string };
  /** Ends the instances as a deploy does: once what is being answered is done. */
  stopInstances(): Promise<void>;
  /** Ends all that is left. */
  stop(): Promise<void>;
}

/** Starts one over a new shop's database. */
export async function startCluster(): Promise<Cluster> {
  const primary = await startSqld({ isPrimary: true });
  await fillDatabase(primary.url);
  const redis = await startRedis();
  const replicas = await Promise.all([startReplica(primary), startReplica(primary)]);
  const env = { DATA_DIR: temporaryPath("data"), LOG_LEVEL: "error", PRIMARY_REGION: firstName };
  const start = (name: string) => startRegion({ name, env, primary, redis });
  const [firstRegion, ...farRegions] = await Promise.all([start(firstName), ...farNames.map(start)]);
  const regions = [firstRegion, ...farRegions];
  const proxy = startFlyProxy(
    regions.map(({ name, instanceUrl }) => ({ id: name, region: name, url: instanceUrl })),
  );
  return {
    primary,
    replicas,
    redis,
    regions,
    firstRegion,
    proxy,
    env,
    stopInstances: async () => void (await Promise.all(regions.map((region) => region.stop()))),
    async stop() {
      await proxy.close();
      const servers = [primary, redis, ...replicas.map(({ sqld }) => sqld)];
      await Promise.all([...regions.map(({ kill }) => kill()), ...servers.map(({ stop }) => stop())]);
      const ways = regions.flatMap(({ toDatabase, toRedis }) => [toDatabase, toRedis]);
      for (const way of [...ways, ...replicas.map(({ toPrimary }) => toPrimary)]) way.close();
    },
  };
}

async function startReplica({ replicationPort }: Sqld): Promise<Replica> {
  const toPrimary = await startSlowProxy(replicationPort);
  return { toPrimary, sqld: await startSqld({ primaryUrl: toPrimary.url }) };
}
