import { loadEnv } from "../env.ts";
import { openStore } from "../store.ts";
import { calledAs, nothing, readArguments } from "./command-line.ts";

const usage = `Usage: ${calledAs("migrate")}

Brings the database to the newest schema, as ${calledAs("serve")} does when it starts, and
says what it applied: to be run before the servers of a new release are.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
`;

export async function run(args: string[]): Promise<number> {
  const isWanted = readArguments("migrate", args, {}, nothing);
  process.stdout.write(isWanted ? await migrateStore() : usage);
  return 0;
}

async function migrateStore(): Promise<string> {
  const { client, migrated } = await openStore(loadEnv());
  client.close();
  if (migrated.length === 0) return "The schema is the newest already\n";
  return migrated.map((name) => `Applied ${name}\n`).join("");
}
