import { type FileHandle, open } from "node:fs/promises";
import { StartError } from "../core/start-error.ts";
import { loadEnv } from "../env.ts";
import { importProducts } from "../modules/catalog/import-products.ts";
import type { ImportSummary } from "../modules/catalog/import-tally.ts";
import { openStore } from "../store.ts";
import { systemContext } from "../system-context.ts";
import { importReport } from "./import-report.ts";
import { progressBar } from "./progress-bar.ts";
import { explain, readArguments, runCommand } from "./run-command.ts";

const usage = `Usage: bun run import FILE

Imports Shopify's product CSV export into the store, also while the server runs.
To import a file again changes only what is different in it.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
The exit code is 0 when every row went in, else 1.
`;

/** Does what the arguments say and answers the exit code. */
async function run(args: string[]): Promise<number> {
  const path = readArguments("bun run import", args, onlyPath);
  if (path === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const file = await openFile(path);
  const summary = await importFile(file);
  process.stdout.write(importReport(path, summary));
  return summary.issues.length === 0 && summary.broken === null ? 0 : 1;
}

function onlyPath([path, ...others]: string[]): string {
  if (path === undefined || others.length > 0) throw new StartError("Expected the name of one file");
  return path;
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path);
    if ((await file.stat()).isDirectory()) throw new StartError("it is a folder");
    return file;
  } catch (error) {
    throw new StartError(`Cannot read ${path}: ${explain(error)}`);
  }
}

async function importFile(file: FileHandle): Promise<ImportSummary> {
  const { size } = await file.stat();
  const { client, db } = await openStore(loadEnv());
  const bar = progressBar(process.stderr, size);
  try {
    return await importProducts(systemContext(db), file.createReadStream(), {
      onProgress: ({ bytes }) => bar.show(bytes),
    });
  } finally {
    bar.clear();
    client.close();
  }
}

await runCommand(run);
