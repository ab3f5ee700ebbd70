import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { writeDatabase } from "../../testing/database.ts";
import { temporaryPath } from "./temporary.ts";

/** The path of a new migrated database with one market and two shipping options. */
export function newDatabaseFile(): Promise<string> {
  return writeDatabase(temporaryPath("shop.db"));
}

/** A new migrated database of the test's own. */
export async function newDatabase(): Promise<DatabaseHandle> {
  return openDatabase({ url: `file:${await newDatabaseFile()}` });
}
