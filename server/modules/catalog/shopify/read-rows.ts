import { readHeader } from "./columns.ts";
import { readCsv } from "./read-csv.ts";
import type { Row } from "./row.ts";

/**
 * The rows of a file below its header, as they come in.
 * @throws BAD_REQUEST when the header lacks a column
 * @throws BrokenFile after the last row that could be read
 */
export async function* readRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  let toRow: ReturnType<typeof readHeader> | undefined;
  for await (const row of readCsv(source)) {
    if (toRow) yield toRow(row);
    else toRow = readHeader(row.record);
  }
  if (!toRow) readHeader([]);
}
