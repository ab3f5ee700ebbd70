import { setTimeout as delay } from "node:timers/promises";
import type { Metrics } from "../../server/core/telemetry-port.ts";
import { openRedis, type SharedRedis } from "../../server/infra/redis/shared-redis.ts";
import { newLogRecorder } from "./logs.ts";
import { unusedPort } from "./unused-port.ts";

export interface TestRedis extends AsyncDisposable {
  url: string;
  port: number;
  /** Sends the process a signal, such as SIGSTOP to have it hang. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it; `start` begins a new one, empty, at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Has it refuse what takes memory, or take it again. */
  fill(isFull: boolean): Promise<void>;
}

/** Whether this machine has a Redis to test with; whoever checks a change for everybody installs one. */
export const hasRedis = Bun.which("redis-server") !== null;

/** A Redis server of the test's own (Debian's `redis-server`), which keeps nothing on disk, with options of its own. */
export async function startRedis(...options: string[]): Promise<TestRedis> {
  const port = await unusedPort();
  let server: Bun.Subprocess | undefined;
  const stop = async () => {
    server?.kill("SIGKILL");
    await server?.exited;
  };
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    port,
    signal: (signal) => server?.kill(signal),
    stop,
    [Symbol.asyncDispose]: stop,
    async fill(isFull) {
      await Bun.$`redis-cli -p ${port} config set maxmemory ${isFull ? 1 : 0}`.quiet();
    },
    async start() {
      const started = Bun.spawn(
        ["redis-server", "--port", `${port}`, "--bind", "127.0.0.1", "--save", "", ...options],
        { stdout: "ignore", stderr: "ignore" },
      );
      server = started;
      while (!(await answers(port))) {
        if (started.exitCode !== null) throw new Error(`redis-server ended with ${started.exitCode}`);
      }
    },
  };
  await redis.start();
  return redis;
}

/** A process's connection to Redis, which is more patient and looks more often whether it is well, and what it logged. */
export async function connect(url: string, metrics?: Metrics): Promise<Disposable & Connected> {
  const { logger, lines } = newLogRecorder();
  const redis = await openRedis(url, { logger, metrics, patience: 1_000, probeMs: 50 });
  return { redis, lines, [Symbol.dispose]: () => redis.close() };
}

interface Connected {
  redis: SharedRedis;
  lines: ReturnType<typeof newLogRecorder>["lines"];
}

/** Resolves once it is known to be so. */
export async function untilUp({ redis }: Connected, isUp = true): Promise<void> {
  while (redis.isUp !== isUp) await delay(5);
}

/** Whether Redis answers there, if only that a password is missing. */
async function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      open: (socket) => void socket.write("PING\r\n"),
      data(socket, data) {
        resolve(/^(\+PONG|-NOAUTH)/.test(data.toString()));
        socket.end();
      },
      close: () => resolve(false),
    },
  }).catch(() => resolve(false));
  return promise;
}
