import { type FileHandle, open } from "node:fs/promises";
import { StartError } from "../core/start-error.ts";
import type { ProductFormat } from "../modules/catalog/import-products.ts";
import { explain } from "./command-line.ts";

/** What a file's name says of what is in it; undefined when it says nothing. */
export function formatOf(path: string): ProductFormat | undefined {
  if (/\.(jsonl|ndjson)$/i.test(path)) return "jsonl";
  return /\.csv$/i.test(path) ? "shopify-csv" : undefined;
}

/** The same by how the file begins: a line of JSON Lines begins with a brace. */
export async function formatIn(file: FileHandle): Promise<ProductFormat> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(1024), position: 0 });
  const beginning = buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF/, "");
  return beginning.trimStart().startsWith("{") ? "jsonl" : "shopify-csv";
}

/** @throws StartError */
export async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    if ((await file.stat()).isDirectory()) throw new StartError("it is a folder");
    return file;
  } catch (error) {
    await file?.close();
    throw new StartError(`Cannot read ${path}: ${explain(error)}`);
  }
}
