import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { attempt, isTransaction, transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { audit } from "../auth/audit.ts";
import { BatchSize } from "./batch-size.ts";
import { BrokenFile } from "./broken-file.ts";
import { type ImportSummary, ImportTally, type ReadDraft } from "./import-tally.ts";
import { toIssue as toJsonlIssue } from "./jsonl/problem.ts";
import { readLines } from "./jsonl/read-lines.ts";
import { type JsonlProduct, readRecord } from "./jsonl/read-record.ts";
import { saveHeader } from "./jsonl/save-header.ts";
import { findMarket } from "./markets.ts";
import type { ProductDraft } from "./product-draft.ts";
import { refusedBy } from "./refused-by.ts";
import { refused, type SavedProduct } from "./save-product.ts";
import { saveProducts } from "./save-products.ts";
import { gather } from "./shopify/gather.ts";
import { toIssue as toShopifyIssue } from "./shopify/problem.ts";
import { productReader } from "./shopify/read-product.ts";
import { readRows } from "./shopify/read-rows.ts";
import { isSameProduct } from "./shopify/row.ts";

export type ProductFormat = "shopify-csv" | "jsonl";

export interface ImportOptions {
  /** Shopify's CSV when left out. */
  format?: ProductFormat | undefined;
  /** Told after each batch how much of the file is in. */
  onProgress?: ((progress: { bytes: number; rows: number }) => void) | undefined;
}

/** In milliseconds: another process asks for the write lock now and then and must find it free. */
const pauseBetweenBatches = 5;

/**
 * Imports a file of products as it is read, in many short transactions unless it is called within one. What is wrong
 * with a row is told in the summary and stops no other row; an import of the same file again changes nothing, so that
 * one that was interrupted goes on when it is started again.
 * @throws BAD_REQUEST when a column is missing
 */
export async function importProducts(
  ctx: ServiceContext,
  source: AsyncIterable<Uint8Array>,
  { format = "shopify-csv", onProgress }: ImportOptions = {},
): Promise<ImportSummary> {
  let bytes = 0;
  const counted = map(source, (chunk) => {
    bytes += chunk.length;
    return chunk;
  });
  const progress = (rows: number) => onProgress?.({ bytes, rows });
  if (format === "jsonl") {
    return importDrafts(ctx, jsonlProducts(ctx, counted), new ImportTally(toJsonlIssue), progress);
  }
  const { currency } = await findMarket(ctx);
  const products = map(gather(readRows(counted), isSameProduct), productReader(currency));
  return importDrafts(ctx, products, new ImportTally(toShopifyIssue), progress);
}

async function* map<Item, Result>(
  items: AsyncIterable<Item>,
  change: (item: Item) => Result,
): AsyncGenerator<Result> {
  for await (const item of items) yield change(item);
}

/** The products of a JSON Lines file; what they refer to is saved when it is read, before them. */
async function* jsonlProducts(
  ctx: ServiceContext,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<ReadDraft<JsonlProduct>> {
  for await (const line of readLines(source)) {
    const { header, product, issues } = readRecord(line);
    if (header) {
      const conflicts = await transact(ctx, (tx) => saveHeader(tx, header));
      const told = conflicts.map((conflict) => ({ line: line.line, ...conflict }));
      yield { rows: 0, product: undefined, issues: [...issues, ...told] };
    } else {
      yield { rows: 1, product, issues };
    }
  }
}

async function importDrafts<Product extends ProductDraft>(
  ctx: ServiceContext,
  drafts: AsyncIterable<ReadDraft<Product>>,
  tally: ImportTally<Product>,
  onProgress: (rows: number) => void,
): Promise<ImportSummary> {
  const size = new BatchSize();
  const isFreeBetween = !isTransaction(ctx.db);
  try {
    for await (const batch of gather(drafts, (batch, next) => size.hasRoom(batch, next))) {
      const start = performance.now();
      const saved = await saveBatch(ctx, batch);
      size.learn(batch, performance.now() - start);
      batch.forEach((draft, index) => {
        tally.add(draft, saved[index]);
      });
      if (isFreeBetween) await delay(pauseBetweenBatches);
      onProgress(tally.summary.rows);
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    tally.summary.broken = { line: error.line, column: null, message: error.message };
  }
  const { rows, skippedRows, products, variants } = tally.summary;
  await audit(ctx, "products-imported", null, { rows, skippedRows, products, variants });
  return tally.summary;
}

type Saved = SavedProduct | undefined;

/** Saves the products that could be read in one transaction; when the database refuses one, each in its own. */
async function saveBatch(ctx: ServiceContext, batch: readonly ReadDraft<ProductDraft>[]): Promise<Saved[]> {
  const drafts = batch.flatMap(({ product }) => product ?? []);
  try {
    // Those who only read are not kept waiting.
    const saved = drafts.length > 0 ? await attempt(ctx, (tx) => saveProducts(tx, drafts, nextTurn)) : [];
    const inOrder = saved.values();
    return batch.map(({ product }) => product && inOrder.next().value);
  } catch (error) {
    const message = refusedBy(error);
    if (message === undefined) throw error;
    if (batch.length > 1) return saveSingly(ctx, batch);
    return [refused([{ field: null, message }])];
  }
}

async function saveSingly(ctx: ServiceContext, batch: readonly ReadDraft<ProductDraft>[]): Promise<Saved[]> {
  const saved: Saved[] = [];
  for (const product of batch) saved.push(...(await saveBatch(ctx, [product])));
  return saved;
}
