import { readFile } from "node:fs/promises";

/** What a file holds that was imported with `type: "file"`: in the executable it is compressed. */
export async function readBundled(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  return path.endsWith(".zst") ? Bun.zstdDecompress(bytes) : bytes;
}
