import type { FileHandle } from "node:fs/promises";
import { expectManyWrites } from "../../db/client.ts";
import { StartError } from "../core/start-error.ts";
import { loadEnv } from "../env.ts";
import { importProducts } from "../modules/catalog/import-products.ts";
import type { ImportSummary } from "../modules/catalog/import-tally.ts";
import { openStore, rehearseStore } from "../store.ts";
import { systemContext } from "../system-context.ts";
import { calledAs, readArguments } from "./command-line.ts";
import { importReport } from "./import-report.ts";
import { formatIn, formatOf, openFile } from "./product-files.ts";
import { progressBar } from "./progress-bar.ts";

const usage = `Usage: ${calledAs("import")} FILE

Imports products into the store, also while the server runs: Shopify's product
CSV export, or JSON Lines (.jsonl) with every field, as ${calledAs("export")} writes it.
To import a file again changes only what is different in it. Markets are in
neither file: they are made in the admin API.

  --dry-run  Check everything and write nothing: imports into a copy of the
             database, which is then removed. It needs as much room again.
  --resume   Go on with an import that was interrupted. To import the file again
             does the same: what is in already is compared and left alone.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
The exit code is 0 when every row went in, else 1.
`;

interface Wanted {
  path: string;
  dryRun: boolean;
}

/** Does what the arguments say and answers the exit code. */
export async function run(args: string[]): Promise<number> {
  const wanted = readArguments("import", args, options, onlyPath);
  if (wanted === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const { path, dryRun } = wanted;
  await using file = await openFile(path);
  const summary = await importFile(file, wanted);
  if (dryRun) process.stdout.write("Nothing was written: this is what an import would do.\n");
  process.stdout.write(importReport(path, summary));
  return summary.issues.length === 0 && summary.broken === null ? 0 : 1;
}

const options = { "dry-run": { type: "boolean" }, resume: { type: "boolean" } } as const;

function onlyPath(
  [path, ...others]: string[],
  { "dry-run": dryRun = false }: { "dry-run"?: boolean },
): Wanted {
  if (path === undefined || others.length > 0) throw new StartError("Expected the name of one file");
  return { path, dryRun };
}

async function importFile(file: FileHandle, { path, dryRun }: Wanted): Promise<ImportSummary> {
  const { size } = await file.stat();
  const format = formatOf(path) ?? (await formatIn(file));
  const { client, db } = await (dryRun ? rehearseStore : openStore)(loadEnv());
  await expectManyWrites(client);
  const bar = progressBar(process.stderr, size);
  try {
    return await importProducts(systemContext(db), file.createReadStream({ start: 0 }), {
      format,
      onProgress: ({ bytes }) => bar.show(bytes),
    });
  } finally {
    bar.clear();
    client.close();
  }
}
