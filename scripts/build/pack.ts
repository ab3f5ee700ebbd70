import { rename } from "node:fs/promises";
import { join } from "node:path";

/** Makes a tenth less of libraries than level 10, and takes twenty times as long: what did not change is not packed again. */
const level = 19;

/** Writes `bytes` into the folder, compressed, and answers where: before the bundler runs, which finds no file that comes later. */
export async function pack(bytes: Uint8Array<ArrayBuffer>, name: string, folder: string): Promise<string> {
  const packed = join(folder, `${name.replaceAll("/", "-")}-${Bun.hash(bytes).toString(36)}.zst`);
  if (!(await Bun.file(packed).exists())) {
    const unfinished = `${packed}.${process.pid}.unfinished`;
    await Bun.write(unfinished, await Bun.zstdCompress(bytes, { level }));
    await rename(unfinished, packed);
  }
  return packed;
}
