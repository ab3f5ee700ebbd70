import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { type DatabaseHandle, openDatabase } from "../db/client.ts";
import { migrate } from "../db/migrate.ts";
import type { Replica } from "../db/replica/replica.ts";
import { seedStore } from "../db/seed.ts";
import type { Logger } from "./core/ports.ts";
import { StartError } from "./core/start-error.ts";
import type { Env } from "./env.ts";
import { innermost } from "./infra/fault.ts";

/** A store's database, and the names of the migrations that it lacked when it was opened. */
interface Store extends DatabaseHandle {
  migrated: string[];
}

/** Opens the store's database, brought to the newest schema and able to sell. @throws StartError */
export async function openStore(
  env: Pick<Env, "databaseUrl" | "databaseAuthToken">,
  observed?: Parameters<typeof openDatabase>[1],
): Promise<Store> {
  const { databaseUrl: url, databaseAuthToken: authToken } = env;
  try {
    const path = pathOf(url);
    if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
    const database = openDatabase({ url, authToken }, observed);
    const migrated = await migrate(database.client);
    await seedStore(database.db);
    return { ...database, migrated };
  } catch (error) {
    throw new StartError(`Cannot open the database at ${withoutSecrets(url)}: ${innermost(error).message}`);
  }
}

/**
 * The same beside its replica, which has the catalogue also while the database's server is away: the store is opened
 * as it is then. A replica whose schema is another one has no catalogue to show. @throws StartError as `openStore`
 */
export async function openStoreBeside(
  replica: Replica | undefined,
  env: Pick<Env, "databaseUrl" | "databaseAuthToken">,
  { logger, observed }: { logger: Logger; observed?: Parameters<typeof openDatabase>[1] },
): Promise<DatabaseHandle> {
  if (!replica || (await replica.primaryAnswers())) return openStore(env, observed);
  await replica.begun;
  if (!replica.copy) return openStore(env, observed);
  logger.warn({}, "the database is away: the replica shows the catalogue, and that is all");
  return openDatabase({ url: env.databaseUrl, authToken: env.databaseAuthToken }, observed);
}

/** Opens the store's database as it is, to look at it. @throws StartError, also where there is none */
export async function findStore({
  databaseUrl: url,
  databaseAuthToken: authToken,
}: Pick<Env, "databaseUrl" | "databaseAuthToken">): Promise<DatabaseHandle> {
  const path = pathOf(url);
  if (path !== undefined && !existsSync(path)) {
    throw new StartError(`There is no database at ${withoutSecrets(url)}`);
  }
  return openDatabase({ url, authToken });
}

/**
 * Opens a copy of the store's database, to see what would become of it; the copy goes when the process ends.
 * @throws StartError, also for a database on a server, which cannot be copied
 */
export async function rehearseStore(env: Pick<Env, "databaseUrl">): Promise<DatabaseHandle> {
  const { databaseUrl: url } = env;
  const path = pathOf(url);
  if (path === undefined) throw new StartError("Only a database in a file can be copied for a dry run");
  const copy = `${path}.dry-run-${process.pid}`; // beside it: where there is room for it
  process.on("exit", () => {
    for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(`${copy}${ending}`, { force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  if (existsSync(path)) await copyDatabase(url, copy);
  return openStore({ databaseUrl: `file:${copy}`, databaseAuthToken: undefined });
}

/** The path of a database that is a file of this machine. */
export function pathOf(url: string): string | undefined {
  return url.startsWith("file:") ? url.slice("file:".length) : undefined;
}

/** As it is at one moment, while others go on writing. @throws StartError */
export async function copyDatabase(url: string, copy: string): Promise<void> {
  try {
    const { client } = openDatabase({ url });
    try {
      await client.executeMultiple(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
    } finally {
      client.close();
    }
  } catch (error) {
    throw new StartError(`Cannot copy the database at ${withoutSecrets(url)}: ${innermost(error).message}`);
  }
}

export function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");
}
