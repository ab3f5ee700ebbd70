import { copyFileSync } from "node:fs";
import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import * as testing from "../../testing/database.ts";
import { sharedServer } from "./shared-server.ts";
import { temporaryPath } from "./temporary.ts";

/** The URL of a new shop's database: a file, or on the server that the tests were given one. */
export function newDatabaseUrl(): Promise<string> {
  return testing.newDatabaseUrl(temporaryPath("shop.db"));
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
