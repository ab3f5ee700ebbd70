import type { TestRedis } from "../helpers/redis.ts";
import { startServer } from "../helpers/server-process.ts";
import { type SlowProxy, startSlowProxy } from "../helpers/slow-proxy.ts";
import type { Sqld } from "../helpers/sqld.ts";
import { temporaryPath } from "../helpers/temporary.ts";

/** An instance of the shop, and the ways that lead from it. */
export interface Region {
  name: string;
  /** Where its instance listens, once for all. */
  instanceUrl: string;
  toDatabase: SlowProxy;
  toRedis: SlowProxy;
  /** Has its replica stand still, as where nothing comes through from the primary, and go on. */
  holdReplica(): void;
  letReplicaGo(): void;
  /** Ends its instance without a warning. */
  kill(): Promise<void>;
  /** Starts it again, with what it had. */
  start(): Promise<void>;
  /** Ends its instance once what is being answered is done. */
  stop(): Promise<void>;
  /** What its instance has printed since it was started. */
  output(): string;
}

interface Surroundings {
  name: string;
  env: Record<string, string>;
  primary: Sqld;
  redis: TestRedis;
}

const portOf = (url: string) => Number(new URL(url).port);

export async function startRegion({ name, env, primary, redis }: Surroundings): Promise<Region> {
  const toDatabase = await startSlowProxy(portOf(primary.url));
  const toRedis = await startSlowProxy(portOf(redis.url));
  const own = {
    ...env,
    FLY_REGION: name,
    TRUSTED_PROXIES: "127.0.0.1", // where the proxy connects from
    DATABASE_URL: toDatabase.url,
    DATABASE_REPLICA_PATH: temporaryPath("replica.db"),
    REDIS_URL: toRedis.url.replace("http", "redis"),
  };
  let server = await startServer(own);
  const { url: instanceUrl } = server;
  let held: number[] = [];
  const letReplicaGo = () => {
    for (const pid of held.splice(0)) signal(pid, "SIGCONT");
  };
  process.on("exit", letReplicaGo); // what is held would not notice that its parent has gone
  return {
    name,
    instanceUrl,
    toDatabase,
    toRedis,
    holdReplica() {
      held = childrenOf(server.pid);
      for (const pid of held) signal(pid, "SIGSTOP");
    },
    letReplicaGo,
    kill: async () => void (await server.stop("SIGKILL")),
    async start() {
      server = await startServer({ ...own, PORT: `${portOf(instanceUrl)}` });
    },
    async stop() {
      const code = await server.stop("SIGTERM");
      if (code !== 0) throw new Error(`The instance in ${name} ended with ${code}`);
    },
    output: () => server.output(),
  };
}

/** Of an instance these are what keeps its replica. */
function childrenOf(pid: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-o", "pid=", "--ppid", `${pid}`]);
  return stdout.toString().split("\n").filter(Boolean).map(Number);
}

/** Nothing where it has ended meanwhile: what stands still for long is started anew. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {}
}
