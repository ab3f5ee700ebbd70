import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { products } from "../../db/schema/index.ts";
import { StartError } from "../core/start-error.ts";
import { loadEnv } from "../env.ts";
import { exportProducts } from "../modules/catalog/export-products.ts";
import type { ProductFormat } from "../modules/catalog/import-products.ts";
import { openStore } from "../store.ts";
import { systemContext } from "../system-context.ts";
import { calledAs, explain, readArguments } from "./command-line.ts";
import { formatOf } from "./product-files.ts";
import { progressBar } from "./progress-bar.ts";

const usage = `Usage: ${calledAs("export")} FILE

Writes all products into a file, drafts and archived ones too: as JSON Lines
(.jsonl) with every field, or as Shopify's product CSV (.csv), also while the
server runs. The file is there whole or not at all. ${calledAs("import")} reads both.

  -          Instead of a file: write to the standard output.
  --format   jsonl or csv, where the name does not say it; jsonl by default.

CSV has no columns for prices in other currencies than the default market's,
offers, attributes, translations, dimensions, further categories and options,
earlier slugs, and days of publication: what is in them is left out. A product
that is still to come is written as a draft, and a tag with a comma reads as
two in another store. Neither file holds markets.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
`;

const formats = { jsonl: "jsonl", csv: "shopify-csv" } as const;

interface Wanted {
  path: string;
  format: ProductFormat;
}

/** Does what the arguments say. */
export async function run(args: string[]): Promise<number> {
  const wanted = readArguments("export", args, { format: { type: "string" } }, readWanted);
  if (wanted === undefined) process.stdout.write(usage);
  else if (wanted.path === "-") await writeOut(wanted.format);
  else await writeFile(wanted);
  return 0;
}

function readWanted([path, ...others]: string[], { format }: { format?: string }): Wanted {
  if (path === undefined || others.length > 0) throw new StartError("Expected the name of one file, or -");
  if (format !== undefined) return { path, format: readFormat(format) };
  if (path !== "-" && !formatOf(path)) {
    throw new StartError("Expected a name that ends in .jsonl or .csv, or --format");
  }
  return { path, format: formatOf(path) ?? "jsonl" };
}

function readFormat(name: string): ProductFormat {
  if (name === "jsonl" || name === "csv") return formats[name];
  throw new StartError("Expected --format jsonl or --format csv");
}

async function writeOut(format: ProductFormat): Promise<void> {
  const output = Bun.stdout.writer();
  await writeAll(format, async (text) => {
    output.write(text);
    await output.flush(); // waits for whoever reads
  });
  await output.end();
}

/** Under another name until it is whole: who finds the file finds all of it. */
async function writeFile({ path, format }: Wanted): Promise<void> {
  const unfinished = `${path}.${process.pid}.unfinished`;
  const file = await create(unfinished, path);
  try {
    await writeAll(format, async (text) => {
      await file.writeFile(text);
    });
    await file.sync();
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function create(unfinished: string, path: string): Promise<FileHandle> {
  try {
    return await open(unfinished, "wx");
  } catch (error) {
    throw new StartError(`Cannot write ${path}: ${explain(error)}`);
  }
}

async function writeAll(format: ProductFormat, write: (text: string) => Promise<void>): Promise<void> {
  const { client, db } = await openStore(loadEnv());
  try {
    const bar = progressBar(process.stderr, await db.$count(products));
    const onProgress = (done: number) => bar.show(done);
    try {
      for await (const text of exportProducts(systemContext(db), { format, onProgress })) await write(text);
    } finally {
      bar.clear();
    }
  } finally {
    client.close();
  }
}
