import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { seedStore } from "../../db/seed.ts";
import { mergeSearch } from "../../server/modules/catalog/search/merge.ts";
import { systemContext } from "../../server/system-context.ts";
import { fillCatalogue } from "./fill.ts";
import { measure, type Times } from "./measure.ts";
import { type Catalogue, printScale } from "./report.ts";
import { type Shape, shapes } from "./shapes.ts";

// How reading the catalogue grows: `bun run bench:scale --sizes 1000,100000,1000000`. With `--keep FOLDER` the databases
// are left there, and used as they are when they are there already.

const { values } = parseArgs({ options: { sizes: { type: "string" }, keep: { type: "string" } } });
const sizes = (values.sizes ?? "1000,100000,1000000").split(",").map(Number);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "bodega-scale-"));
mkdirSync(folder, { recursive: true });
if (values.keep === undefined) process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

async function read(products: number): Promise<Catalogue> {
  const file = join(folder, `${products}.db`);
  const start = performance.now();
  if (!existsSync(file)) await make(file, products);
  const filledMs = performance.now() - start;
  // As where memory holds what is asked for: how fast a disk is, is not measured.
  for await (const _ of Bun.file(file).stream());
  // As a server opens it, not as it was filled.
  const { client, db } = openDatabase({ url: `file:${file}` });
  const ctx = systemContext(db);
  const times = new Map<Shape, Times>();
  for (const shape of shapes) times.set(shape, await measure(ctx, shape, products));
  client.close();
  return { products, size: statSync(file).size, filledMs, times };
}

async function make(file: string, products: number): Promise<void> {
  const { client, db } = openDatabase({ url: `file:${file}` });
  await migrate(client);
  await seedStore(db);
  await fillCatalogue(client, products);
  await mergeSearch(systemContext(db)); // as the job does
  client.close();
  await using written = await open(file, "r+");
  await written.sync(); // what the system has still to write would be measured along
}

const catalogues: Catalogue[] = [];
for (const products of sizes) catalogues.push(await read(products));
printScale(catalogues);
