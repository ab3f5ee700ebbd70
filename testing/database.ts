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
    await fillDatabase(`file:${path}`);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes a database that of a new shop: with one market and two shipping options. */
export async function fillDatabase(url: string): Promise<void> {
  const { client, db } = openDatabase({ url });
  await migrate(client);
  await seedStore(db);
  client.close(); // the last connection writes the log back into the file
}

/** An empty folder that nobody else has. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "bodega-shop-"));
}

let elsewhere: (() => Promise<string>) | undefined;

/** Has new shops use databases of that URL each, instead of files. */
export function putDatabasesElsewhere(newUrl: () => Promise<string>): void {
  elsewhere = newUrl;
}

/** The URL of a new shop's database: a file at that path, unless it is elsewhere. */
export async function newDatabaseUrl(path: string): Promise<string> {
  if (elsewhere) return elsewhere();
  template ??= makeTemplate();
  writeFileSync(path, await template);
  return `file:${path}`;
}
