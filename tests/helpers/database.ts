import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { seedStore } from "../../db/seed.ts";
import { sharedServer } from "./shared-server.ts";
import { temporaryPath } from "./temporary.ts";

/** What the file of a new shop holds, made once for each test process: a copy takes a tenth of the time. */
let template: Promise<Uint8Array> | undefined;

async function makeTemplate(): Promise<Uint8Array> {
  const path = temporaryPath("template.db");
  await fillDatabase(`file:${path}`);
  return readFileSync(path);
}

/** Makes a database that of a new shop: with one market and two shipping options. */
export async function fillDatabase(url: string): Promise<void> {
  const { client, db } = openDatabase({ url });
  await migrate(client);
  await seedStore(db);
  client.close(); // the last connection writes the log back into the file
}

/** The URL of a new shop's database: a file, or on the server that the tests were given one. */
export async function newDatabaseUrl(): Promise<string> {
  if (sharedServer) return sharedServer.fork(sharedServer.templateUrl);
  const path = temporaryPath("shop.db");
  template ??= makeTemplate();
  writeFileSync(path, await template);
  return `file:${path}`;
}

/** The URL of a copy of a database that nobody has open. */
export async function copyDatabase(url: string): Promise<string> {
  if (sharedServer) return sharedServer.fork(url);
  const path = temporaryPath("copy.db");
  copyFileSync(url.slice("file:".length), path);
  return `file:${path}`;
}

/** A new migrated database of the test's own. */
export async function newDatabase(): Promise<DatabaseHandle> {
  return openDatabase({ url: await newDatabaseUrl() });
}
