import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../db/client.ts";
import { migrate } from "../db/migrate.ts";
import { seedStore } from "../db/seed.ts";

/** Migrated and seeded once for each test process: a copy takes a tenth of the time. */
let template: Promise<Uint8Array> | undefined;

async function makeTemplate(): Promise<Uint8Array> {
  const folder = newFolder();
  try {
    const path = join(folder, "template.db");
    const { client, db } = openDatabase({ url: `file:${path}` });
    await migrate(client);
    await seedStore(db);
    client.close(); // the last connection writes the log back into the file
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An empty folder that nobody else has. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "bodega-shop-"));
}

/** Writes a migrated database with one market and two shipping options, and answers its path. */
export async function writeDatabase(path: string): Promise<string> {
  template ??= makeTemplate();
  writeFileSync(path, await template);
  return path;
}
