import { readFileSync } from "node:fs";

/** What was packed into the file. */
export function unpack(packed: string): Buffer {
  return Bun.zstdDecompressSync(readFileSync(packed));
}
