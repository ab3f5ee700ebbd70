import { CsvError, type Parser, parse } from "csv-parse";
import { BrokenFile } from "../broken-file.ts";

export interface CsvRow {
  /** The number of the line on which the row begins. */
  line: number;
  record: string[];
}

/** In bytes: what is read of the source before its rows are handed on. */
const pieceSize = 64 * 1024;

/** In characters: four times the longest description Shopify takes. An opened quote must not swallow a whole file. */
const maxRowLength = 2 * 1024 * 1024;

/** The rows of a CSV file as they come in. @throws BrokenFile after the last row that could be read */
export async function* readCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const records: string[][] = [];
  const parser = parse({
    bom: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    max_record_size: maxRowLength,
    on_record(record) {
      records.push(record);
      return null;
    },
  });
  parser.on("error", () => {}); // each write answers for itself
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let line = 1;

  // The parser's own count of lines takes a CRLF between quotes for two.
  function* takeRows(failure: string | undefined): Generator<CsvRow> {
    for (const record of records.splice(0)) {
      if (record.some((cell) => cell.trim() !== "")) yield { line, record };
      line += 1 + record.reduce((breaks, cell) => breaks + countLineBreaks(cell), 0);
    }
    if (failure) throw new BrokenFile(line, failure);
  }

  try {
    for await (const chunk of source) {
      for (let start = 0; start < chunk.length; start += pieceSize) {
        const piece = chunk.subarray(start, start + pieceSize);
        yield* takeRows(isUtf8(utf8, piece) ? await write(parser, piece) : notUtf8);
      }
    }
    yield* takeRows(await end(parser));
  } finally {
    parser.destroy();
  }
}

function countLineBreaks(cell: string): number {
  return cell.includes("\n") || cell.includes("\r") ? cell.split(/\r\n|\n|\r/).length - 1 : 0;
}

const notUtf8 = "Nothing from here on was read: it is not UTF-8 text, save the file as “CSV UTF-8”";

function isUtf8(decoder: TextDecoder, piece: Uint8Array): boolean {
  try {
    decoder.decode(piece, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Resolves to what is wrong with the text, if anything. */
function write(parser: Parser, piece: Uint8Array): Promise<string | undefined> {
  return new Promise((resolve) => parser.write(piece, (error) => resolve(explain(error))));
}

function end(parser: Parser): Promise<string | undefined> {
  return new Promise((resolve) => parser.end((error?: Error | null) => resolve(explain(error))));
}

function explain(error: Error | null | undefined): string | undefined {
  if (!error) return undefined;
  const reason =
    error instanceof CsvError ? "a quote is not closed, or not doubled inside a cell" : error.message;
  return `Nothing from here on was read: ${reason}`;
}
