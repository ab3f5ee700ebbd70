import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { brokenConstraint } from "../../../db/errors.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { type ImportSummary, ImportTally } from "./import-tally.ts";
import { findMarket } from "./markets.ts";
import { refused, type SavedProduct, saveProduct } from "./save-product.ts";
import { gather } from "./shopify/gather.ts";
import { BrokenCsv } from "./shopify/read-csv.ts";
import { productReader, type ReadProduct } from "./shopify/read-product.ts";
import { readRows } from "./shopify/read-rows.ts";
import { isSameProduct } from "./shopify/row.ts";

interface ImportOptions {
  /** Told after each batch how much of the file is in. */
  onProgress?: ((progress: { bytes: number; rows: number }) => void) | undefined;
}

/** In products: enough to share the price of a commit, few enough for a checkout to wait its turn unnoticed. */
const batchSize = 20;

/** In milliseconds: another process asks for the write lock now and then and must find it free. */
const pauseBetweenBatches = 5;

/**
 * Imports Shopify's product CSV export as it is read, in transactions of its own: not to be called within one. What is
 * wrong with a row is told in the summary and stops no other row; an import of the same file again changes nothing.
 * @throws BAD_REQUEST when a column is missing
 */
export async function importProducts(
  ctx: ServiceContext,
  source: AsyncIterable<Uint8Array>,
  { onProgress }: ImportOptions = {},
): Promise<ImportSummary> {
  const { currency } = await findMarket(ctx);
  const tally = new ImportTally();
  let bytes = 0;
  const counted = map(source, (chunk) => {
    bytes += chunk.length;
    return chunk;
  });
  const products = map(gather(readRows(counted), isSameProduct), productReader(currency));
  try {
    for await (const batch of gather(products, ({ length }) => length < batchSize)) {
      const saved = await saveBatch(ctx, batch);
      batch.forEach((product, index) => {
        tally.add(product, saved[index]);
      });
      await delay(pauseBetweenBatches);
      onProgress?.({ bytes, rows: tally.summary.rows });
    }
  } catch (error) {
    if (!(error instanceof BrokenCsv)) throw error;
    tally.summary.broken = { line: error.line, column: null, message: error.message };
  }
  return tally.summary;
}

async function* map<Item, Result>(
  items: AsyncIterable<Item>,
  change: (item: Item) => Result,
): AsyncGenerator<Result> {
  for await (const item of items) yield change(item);
}

type Saved = SavedProduct | undefined;

/** Saves the products that could be read in one transaction; when the database refuses one, each in its own. */
async function saveBatch(ctx: ServiceContext, batch: readonly ReadProduct[]): Promise<Saved[]> {
  try {
    return await transact(ctx, async (ctx) => {
      const saved: Saved[] = [];
      for (const { product } of batch) {
        saved.push(product && (await saveProduct(ctx, product)));
        await nextTurn(); // those who only read are not kept waiting
      }
      return saved;
    });
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === undefined) throw error;
    if (batch.length > 1) return saveSingly(ctx, batch);
    return [refused([{ field: null, message: `The database refuses it: ${constraint}` }])];
  }
}

async function saveSingly(ctx: ServiceContext, batch: readonly ReadProduct[]): Promise<Saved[]> {
  const saved: Saved[] = [];
  for (const product of batch) saved.push(...(await saveBatch(ctx, [product])));
  return saved;
}
