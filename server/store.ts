import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type DatabaseHandle, openDatabase } from "../db/client.ts";
import { migrate } from "../db/migrate.ts";
import { seedStore } from "../db/seed.ts";
import { StartError } from "./core/start-error.ts";
import type { Env } from "./env.ts";
import { innermost } from "./infra/fault.ts";

/** Opens the store's database, brought to the newest schema and able to sell. @throws StartError */
export async function openStore(
  env: Pick<Env, "databaseUrl" | "databaseAuthToken">,
): Promise<DatabaseHandle> {
  const { databaseUrl: url, databaseAuthToken: authToken } = env;
  try {
    if (url.startsWith("file:")) mkdirSync(dirname(url.slice("file:".length)), { recursive: true });
    const database = openDatabase({ url, authToken });
    await migrate(database.client);
    await seedStore(database.db);
    return database;
  } catch (error) {
    throw new StartError(`Cannot open the database at ${withoutSecrets(url)}: ${innermost(error).message}`);
  }
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");
}
