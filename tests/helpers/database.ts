import { readFileSync, writeFileSync } from "node:fs";
import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { seedStore } from "../../db/seed.ts";
import { temporaryPath } from "./temporary.ts";

/** Migrated and seeded once for each test process: a copy takes a tenth of the time. */
const template = makeTemplate();

async function makeTemplate(): Promise<Uint8Array> {
  const path = temporaryPath("template.db");
  const { client, db } = openDatabase({ url: `file:${path}` });
  await migrate(client);
  await seedStore(db);
  client.close(); // the last connection writes the log back into the file
  return readFileSync(path);
}

/** The path of a new migrated database with one market and two shipping options. */
export async function newDatabaseFile(): Promise<string> {
  const path = temporaryPath("shop.db");
  writeFileSync(path, await template);
  return path;
}

/** A new migrated database of the test's own. */
export async function newDatabase(): Promise<DatabaseHandle> {
  return openDatabase({ url: `file:${await newDatabaseFile()}` });
}
