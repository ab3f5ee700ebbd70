import { unusedPort } from "./unused-port.ts";

export interface TestRedis {
  url: string;
  /** Sends the process a signal, such as SIGSTOP to have it hang. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it; `start` begins a new one, empty, at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Whether this machine has a Redis to test with; whoever checks a change for everybody installs one. */
export const hasRedis = Bun.which("redis-server") !== null;

/** A Redis server of the test's own (Debian's `redis-server`), which keeps nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const port = await unusedPort();
  let server: Bun.Subprocess | undefined;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => server?.kill(signal),
    async stop() {
      server?.kill("SIGKILL");
      await server?.exited;
    },
    async start() {
      const started = Bun.spawn(
        ["redis-server", "--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
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

/** Whether Redis says PONG there. */
async function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      open: (socket) => void socket.write("PING\r\n"),
      data(socket, data) {
        resolve(data.toString().startsWith("+PONG"));
        socket.end();
      },
      close: () => resolve(false),
    },
  }).catch(() => resolve(false));
  return promise;
}
