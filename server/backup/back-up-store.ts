import { existsSync } from "node:fs";
import { openDatabase } from "../../db/client.ts";
import { StartError } from "../core/start-error.ts";
import type { Env } from "../env.ts";
import { copyDatabase, pathOf } from "../store.ts";
import { type Checked, checkCopy } from "./check-copy.ts";
import { readDump } from "./dump.ts";
import { makeWhole } from "./make-whole.ts";

/**
 * Copies the store into a new database file as it is at one moment, while it is written to, and checks the copy.
 * @throws StartError, also when the copy would be damaged, which then is not there
 */
export async function backUpStore(
  env: Pick<Env, "databaseUrl" | "databaseAuthToken">,
  path: string,
): Promise<Checked> {
  const source = pathOf(env.databaseUrl);
  if (source !== undefined && !existsSync(source)) throw new StartError(`There is no database at ${source}`);
  return makeWhole(path, async (unfinished) => {
    if (source === undefined) await loadDump(await readDump(env), unfinished);
    else await copyDatabase(env.databaseUrl, unfinished);
    return checkCopy(unfinished, "The copy");
  });
}

async function loadDump(dump: string, path: string): Promise<void> {
  const { client } = openDatabase({ url: `file:${path}` });
  try {
    await client.executeMultiple(dump);
  } finally {
    client.close();
  }
}
