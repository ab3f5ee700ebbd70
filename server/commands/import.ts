import { type FileHandle, open } from "node:fs/promises";
import { parseArgs } from "node:util";
import { AppError } from "../core/errors.ts";
import { StartError } from "../core/start-error.ts";
import { loadEnv } from "../env.ts";
import { importProducts } from "../modules/catalog/import-products.ts";
import type { ImportSummary } from "../modules/catalog/import-tally.ts";
import { openStore } from "../store.ts";
import { systemContext } from "../system-context.ts";
import { importReport } from "./import-report.ts";
import { progressBar } from "./progress-bar.ts";

const usage = `Usage: bun run import FILE

Imports Shopify's product CSV export into the store, also while the server runs.
To import a file again changes only what is different in it.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
The exit code is 0 when every row went in, else 1.
`;

/** Does what the arguments say and answers the exit code. */
async function run(args: string[]): Promise<number> {
  const path = readArguments(args);
  if (path === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const file = await openFile(path);
  const summary = await importFile(file);
  process.stdout.write(importReport(path, summary));
  return summary.issues.length === 0 && summary.broken === null ? 0 : 1;
}

/** The file to import; undefined when help is asked for. */
function readArguments(args: string[]): string | undefined {
  try {
    const options = { help: { type: "boolean", short: "h" } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) return undefined;
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new StartError("Expected the name of one file");
    return path;
  } catch (error) {
    throw new StartError(`${explain(error)}. See bun run import --help`);
  }
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

/** The innermost cause in one line: what wraps it repeats SQL. */
function explain(error: unknown): string {
  if (isBadRequest(error)) return error.data.issues.map(({ message }) => message).join("; ");
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return explain(error.cause);
  return error.message.replace(/^E[A-Z]+: ([^,]*),.*$/s, "$1"); // of what the operating system says
}

function isBadRequest(error: unknown): error is AppError<"BAD_REQUEST"> {
  return error instanceof AppError && error.code === "BAD_REQUEST";
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
