import { gather } from "../../server/modules/catalog/shopify/gather.ts";
import { productReader, type ReadProduct } from "../../server/modules/catalog/shopify/read-product.ts";
import { readRows } from "../../server/modules/catalog/shopify/read-rows.ts";
import { isSameProduct } from "../../server/modules/catalog/shopify/row.ts";

/** A file's bytes as they might come in: in chunks of that size. */
export async function* chunksOf(file: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** Rows of cells as a CSV file, every cell in quotes. */
export function toCsv(rows: readonly (readonly string[])[], lineBreak = "\n"): string {
  return rows
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",") + lineBreak)
    .join("");
}

/** Cells by column; what a row leaves out is blank. */
export type SheetRow = Record<string, string>;

/** Rows as an export with the columns that any of them has. */
export function sheet(...rows: SheetRow[]): string {
  const columns = [...new Set(["Handle", "Title", "Variant Price", ...rows.flatMap(Object.keys)])];
  return toCsv([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]);
}

/** What the products of a file are read as, before anything is saved. */
export async function readProducts(file: string, currency = "EUR"): Promise<ReadProduct[]> {
  const groups = await Array.fromAsync(gather(readRows(chunksOf(file)), isSameProduct));
  return groups.map(productReader(currency));
}

/** The one product of a file that has only one, which can be read. */
export async function readOnlyProduct(...rows: SheetRow[]) {
  const [read, ...others] = await readProducts(sheet(...rows));
  if (!read?.product || others.length > 0)
    throw new Error(`Not one product: ${JSON.stringify(read?.issues)}`);
  return read.product;
}
