import { setImmediate as nextTurn } from "node:timers/promises";
import type { ServiceContext } from "../../core/context.ts";
import { decodeCursor, encodeCursor } from "../../core/pagination.ts";
import type { ProductFormat } from "./import-products.ts";
import { readHeader } from "./jsonl/read-header.ts";
import { headerLine, productLine } from "./jsonl/write-record.ts";
import { findMarket } from "./markets.ts";
import { headerRow, productRows } from "./shopify/write-rows.ts";
import { readProducts, type StoredProduct } from "./stored-products.ts";

interface ExportOptions {
  format: ProductFormat;
  /** Told after each page how many products are out. */
  onProgress?: ((products: number) => void) | undefined;
}

/** In products: what is in memory at a time, and read at one moment. */
const pageSize = 100;

/**
 * The whole catalogue as the text of a file, whatever the products' status, in the order of their slugs: of the same
 * catalogue always the same. Each page is read by itself, so that writers never wait and the log never grows.
 */
export async function* exportProducts(
  ctx: ServiceContext,
  { format, onProgress }: ExportOptions,
): AsyncGenerator<string> {
  const { header, write } = await writer(ctx, format);
  yield await header();
  let after = "";
  let count = 0;
  for (;;) {
    const products = await readProducts(ctx, { after, limit: pageSize });
    const last = products.at(-1);
    if (!last) return;
    yield products.map(write).join("");
    after = last.slug;
    count += products.length;
    onProgress?.(count);
    await nextTurn();
  }
}

interface PageInput {
  format: ProductFormat;
  limit: number;
  cursor?: string | undefined;
}

/** A part of the same text; all parts in their order are the file. @throws BAD_REQUEST for no cursor of ours */
export async function exportPage(
  ctx: ServiceContext,
  { format, limit, cursor }: PageInput,
): Promise<{ content: string; nextCursor: string | null }> {
  const { header, write } = await writer(ctx, format);
  const after = cursor === undefined ? "" : decodeCursor(cursor, "string")[0];
  const products = await readProducts(ctx, { after, limit: limit + 1 });
  const page = products.slice(0, limit);
  const last = page.at(-1);
  return {
    content: [cursor === undefined ? await header() : "", ...page.map(write)].join(""),
    nextCursor: last && products.length > limit ? encodeCursor([last.slug, last.id]) : null,
  };
}

interface Writer {
  header(): Promise<string>;
  write(product: StoredProduct): string;
}

async function writer(ctx: ServiceContext, format: ProductFormat): Promise<Writer> {
  if (format === "jsonl")
    return { header: async () => headerLine(await readHeader(ctx)), write: productLine };
  const { currency } = await findMarket(ctx);
  const now = ctx.clock.now();
  return { header: async () => headerRow, write: (product) => productRows(product, { currency, now }) };
}
