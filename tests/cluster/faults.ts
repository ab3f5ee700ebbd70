import { pick } from "../../bench/random.ts";
import type { TestRedis } from "../helpers/redis.ts";
import type { SlowProxy } from "../helpers/slow-proxy.ts";
import type { Sqld } from "../helpers/sqld.ts";
import type { Cluster } from "./cluster.ts";
import type { Region } from "./region.ts";

/** Something that goes wrong, and comes right again. */
export interface Fault {
  name: string;
  begin(): Promise<void>;
  end(): Promise<void>;
  /** Whether the shop sells meanwhile, to everybody; what there is it always shows. */
  sells: boolean;
}

/** Each part in turn is killed, or cut off from others; which of several alike, chance decides. */
export function faultsOf(
  { primary, replicas, redis, regions, firstRegion }: Cluster,
  random: () => number,
): Fault[] {
  const far = pick(
    regions.filter((region) => region !== firstRegion),
    random,
  );
  const replica = pick(replicas, random);
  return [
    { name: `kill the instance in ${firstRegion.name}`, ...killed(firstRegion), sells: true },
    { name: `kill the instance in ${far.name}`, ...killed(far), sells: true },
    { name: "kill a replica of the database", ...stopped(replica.sqld), sells: true },
    { name: "kill Redis", ...stopped(redis), sells: true },
    { name: "kill the primary", ...stopped(primary), sells: false },
    {
      name: `kill the primary and the instance in ${far.name}, which starts again without it`,
      async begin() {
        await primary.stop();
        await far.kill();
        await far.start();
      },
      end: () => primary.start(),
      sells: false,
    },
    { name: `cut ${firstRegion.name} off from the primary`, ...cut([firstRegion.toDatabase]), sells: false },
    { name: `cut ${far.name} off from the primary`, ...cut([far.toDatabase]), sells: true },
    {
      name: "cut the replicas off from the primary",
      ...cut(replicas.map(({ toPrimary }) => toPrimary)),
      sells: true,
    },
    { name: "cut all regions off from Redis", ...cut(regions.map(({ toRedis }) => toRedis)), sells: true },
  ];
}

type Course = Pick<Fault, "begin" | "end">;

const killed = ({ kill, start }: Region): Course => ({ begin: kill, end: start });

const stopped = ({ stop, start }: Sqld | TestRedis): Course => ({ begin: stop, end: start });

function cut(links: readonly SlowProxy[]): Course {
  return {
    async begin() {
      for (const link of links) link.stall();
    },
    async end() {
      for (const link of links) link.goOn();
    },
  };
}
